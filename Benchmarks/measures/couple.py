"""Two people with a browser each, who send each other files and messages."""

import re

from person import Person


class Couple:
    """Two people in one room, each with a unique name."""

    def __init__(self, sender: Person, receiver: Person, number: int):
        self.sender = sender
        self.receiver = receiver
        # Devices of the run before remain listed for a while; names tell them apart.
        self._names = {sender: f"Sender {number}", receiver: f"Receiver {number}"}
        for person, name in self._names.items():
            person.rename(name)
        self.meet()

    @property
    def people(self) -> tuple[Person, Person]:
        """The sender and the receiver."""
        return self.sender, self.receiver

    def meet(self) -> None:
        """Waits until each sees the other, and opens the conversation on both sides."""
        partners = ((self.sender, self._names[self.receiver]), (self.receiver, self._names[self.sender]))
        for person, partner in partners:
            person.sees(partner)
        for person, partner in partners:
            person.turn_to(partner)

    def connect(self, way: re.Pattern) -> None:
        """Sends a message, so that the path is open."""
        self.sender.write("ready?")
        self.receiver.reads("ready?")
        self.receiver.goes(way)

    def reload(self) -> None:
        """Reloads both pages."""
        for person in self.people:
            person.device.reload()
        self.meet()

    def close(self) -> None:
        """Quits both browsers."""
        for person in self.people:
            person.device.close()
