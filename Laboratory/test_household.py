"""One household on a public server: one device connects over IPv4, the other over IPv6, and they see each other."""

from couple import exchange
from internet import Internet
from networks import HOME
from person import Person, made_file, met

DUAL_STACK = ("203.0.113.1/24", "2001:db8:1::1/64")


def test_devices_of_one_home_see_each_other_across_the_families(stage, tmp_path):
    world = Internet(tmp_path / "world", server_addresses=DUAL_STACK)
    annas, bens = world.home("home", HOME, hosts=2, ipv6=True)
    strangers = world.home("elsewhere", HOME, ipv6=True)[0]
    place = stage(world)
    over_ipv4, over_ipv6 = place.url_over(4), place.url_over(6)
    anna = Person(place.chromium(annas), over_ipv4, "Anna")
    ben = Person(place.chromium(bens), over_ipv6, "Ben")
    carla = Person(place.chromium(strangers), over_ipv6, "Carla")

    met(anna, ben)
    outcome = exchange(anna, ben, made_file(tmp_path / "mine", "holiday.mp4", 1 << 20))
    assert outcome.whole
    assert outcome.path.startswith("direct")
    assert not carla.row().is_shown()
