"""Pasting into the page."""

import pytest
from person import DIRECT, Person, met

#: Puts an image of one pixel onto the clipboard, like a screenshot.
COPY_PICTURE = """async () => {
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext('2d').fillRect(0, 0, 1, 1);
  const picture = await canvas.convertToBlob({ type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}"""


#: Puts cells onto the clipboard as a spreadsheet does: as text, as a table and as an image.
COPY_CELLS = """async () => {
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext('2d').fillRect(0, 0, 1, 1);
  await navigator.clipboard.write([new ClipboardItem({
    'text/plain': new Blob(['\\t1\\t2\\n\\t3\\t4\\n'], { type: 'text/plain' }),
    'text/html': new Blob(['<table><tr><td>1<td>2<tr><td>3<td>4</table>'], { type: 'text/html' }),
    'image/png': await canvas.convertToBlob({ type: 'image/png' }),
  })]);
}"""


#: Presses the button that copies the newest text of the conversation.
COPY_NEWEST = "() => [...document.querySelectorAll('.entry-out > button')].at(-1).click()"


@pytest.mark.serve("--tls", "auto")
def test_a_pasted_picture_is_offered_as_a_file_and_pasted_text_is_text(home):
    # Chromium lets a script write to the clipboard only over HTTPS; pasting is the same everywhere.
    device = home.chromium(authority=home.server.authority())
    device.grant("clipboard-read", "clipboard-write")
    anna = Person(device, home.server.secure_url, "Anna")
    ben = Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)

    device.evaluate(COPY_PICTURE)
    device.find("textbox", "Message").click()
    device.press("Control+V")
    ben.accept()
    ben.has_received("image.png")
    assert ben.save("image.png").read_bytes().startswith(b"\x89PNG")

    device.evaluate("() => navigator.clipboard.writeText('pasted words')")
    device.find("textbox", "Message").click()
    device.press("Control+V")
    device.find("textbox", "Message").wait_for_value("pasted words")
    device.press("Enter")
    ben.reads("pasted words")
    anna.goes(DIRECT)

    device.evaluate(COPY_CELLS)
    device.find("textbox", "Message").click()
    device.press("Control+V")
    device.find("textbox", "Message").wait_for_value("\t1\t2\n\t3\t4\n")
    device.press("Enter")
    ben.reads("4")
    assert not ben.device.find("button", "Accept").is_shown()

    # Text copied from the conversation is unchanged, up to its last line break.
    device.evaluate("() => navigator.clipboard.writeText('')")
    device.evaluate(COPY_NEWEST)
    device.find("textbox", "Message").click()
    device.press("Control+V")
    device.find("textbox", "Message").wait_for_value("\t1\t2\n\t3\t4\n")

    # A dropped link goes into the message too, and the page does not navigate.
    device.find("textbox", "Message").fill("")
    device.drop_words(anna.row("Ben"), {"text/uri-list": "https://example.org/a", "text/html": "<a>a</a>"})
    device.find("textbox", "Message").wait_for_value("https://example.org/a")
