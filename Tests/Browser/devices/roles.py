"""Finds controls by role and name with drivers that cannot: WebDriver computes both only for a given element."""

from .device import Name

#: Selectors of elements that may have a role, so that not every element must be asked. From HTML-AAM.
CANDIDATES = {
    "alert": "[role=alert]",
    "alertdialog": "[role=alertdialog]",
    "article": "article,[role=article]",
    "banner": "header,[role=banner]",
    "button": "button,summary,input[type=button],input[type=submit],[role=button]",
    "checkbox": "input[type=checkbox],[role=checkbox]",
    "combobox": "select,[role=combobox]",
    "dialog": "dialog,[role=dialog]",
    "form": "form,[role=form]",
    "group": "fieldset,details,[role=group]",
    "heading": "h1,h2,h3,h4,h5,h6,[role=heading]",
    "img": "img,svg,[role=img]",
    "link": "a[href],[role=link]",
    "list": "ul,ol,[role=list]",
    "listitem": "li,[role=listitem]",
    "log": "[role=log]",
    "main": "main,[role=main]",
    "menuitem": "[role=menuitem]",
    "navigation": "nav,[role=navigation]",
    "progressbar": "progress,[role=progressbar]",
    "radio": "input[type=radio],[role=radio]",
    "region": "section,[role=region]",
    "status": "output,[role=status]",
    "switch": "[role=switch],input[switch]",
    "tab": "[role=tab]",
    "tabpanel": "[role=tabpanel]",
    "textbox": "input:not([type]),input[type=text],textarea,[role=textbox]",
}

#: Other names that drivers use for the same role.
SYNONYMS = {"image": "img", "details": "group", "contentinfo": "contentinfo"}


def is_named(wanted: Name, label: str) -> bool:
    """Whether an accessible name matches."""
    label = " ".join(label.split())
    if wanted is None:
        return True
    return label == wanted if isinstance(wanted, str) else bool(wanted.search(label))


def is_role(wanted: str, computed: str) -> bool:
    """Whether a role computed by a driver matches."""
    return SYNONYMS.get(computed, computed) == wanted


#: The path from a button to the hidden file chooser near it that it opens.
FILE_CHOOSER = "./ancestor::*[.//input[@type='file']][1]//input[@type='file' and not(@webkitdirectory)]"
