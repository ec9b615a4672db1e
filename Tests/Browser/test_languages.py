"""The page uses the language of the browser, or another one that the person chooses."""

from accessibility import assert_accessible

CHINESE = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}}


def test_a_chinese_browser_gets_a_chinese_page_and_can_change_it(home):
    device = home.chromium(profile=CHINESE)
    device.open(home.server.url)
    device.find("button", "修改名称").wait()
    device.wait_for_text("附近的设备")
    assert device.evaluate("() => document.documentElement.lang") == "zh-Hans"
    assert_accessible(device)

    device.find("button", "设置").click()
    device.find("combobox", "语言").choose_option("English")
    device.find("button", "Change name").wait()
    device.reload()
    device.find("button", "Change name").wait()
