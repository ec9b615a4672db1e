"""Checks of page_layers.py itself: small trees, each of which breaks one rule or keeps it."""

import tempfile
import unittest
from pathlib import Path

from page_layers import problems


class PageLayers(unittest.TestCase):
    def found(self, **modules: str) -> list[str]:
        """The problems of a tree: `core__a="…"` is the module core/a.js, and `types` the types of the interface."""
        with tempfile.TemporaryDirectory() as folder:
            for name, source in {"types": "", **modules}.items():
                file = Path(folder, name.replace("__", "/") + (".d.ts" if name.endswith("types") else ".js"))
                file.parent.mkdir(exist_ok=True)
                file.write_text(source)
            return problems(Path(folder))

    def test_layers_import_what_is_listed_for_them(self):
        peer = "import { a } from '../core/a.js';\nimport {\n  b,\n} from '../files/b.js';\nexport * from './c.js';\n"
        self.assertEqual(self.found(core__a="", files__b="", peers__c="", peers__peer=peer), [])

    def test_an_import_against_the_direction_is_found_in_every_form(self):
        for source in (
            "import { b } from '../ui/b.js';",
            'import {\n  b,\n} from "../ui/b.js";',
            "import '../ui/b.js';",
            "export { b } from '../ui/b.js';",
            "export * from '../ui/b.js';",
            "const a = '//'; const b = await import('../ui/b.js');",
        ):
            found = self.found(state__a=source, ui__b="export const b = 1;")
            self.assertEqual(found, ["state/a.js: state may not import ui (ui/b.js)"], source)

    def test_a_type_of_a_layer_that_may_not_be_imported_is_found(self):
        named = "/** @param {import('../peers/b.js').B} b */"
        expected = ["core/a.js: core may not name types of peers (peers/b.js)"]
        self.assertEqual(self.found(core__a=named, peers__b=""), expected)
        declared = "import type { B } from '../peers/b.js';"
        self.assertEqual(len(self.found(core__a_types=declared, peers__b="")), 1)

    def test_the_types_of_the_interface_and_of_the_environment_may_be_named(self):
        named = "/** @typedef {import('../types').A} A */\n/** @typedef {import('../environment/b.js').B} B */"
        self.assertEqual(self.found(ui__a=named, environment__b=""), [])
        self.assertEqual(
            self.found(core__a=named, environment__b=""),
            ["core/a.js: core may not name types of environment (environment/b.js)"],
        )
        self.assertEqual(len(self.found(ui__a="import '../environment/b.js';", environment__b="")), 1)

    def test_a_module_that_is_missing_or_in_no_layer_is_found(self):
        self.assertEqual(self.found(ui__a="import './b.js';"), ["ui/a.js: ./b.js is no module"])
        found = self.found(odd__a="import '../ui/b.js';", ui__b="")
        self.assertEqual(found, ["odd/a.js: stands in no layer"])

    def test_a_circle_of_imports_is_found_and_one_of_types_is_none(self):
        found = self.found(ui__a="import './b.js';", ui__b="import './c.js';", ui__c="import './b.js';")
        self.assertEqual(found, ["a circle of imports: ui/b.js → ui/c.js → ui/b.js"])
        self.assertEqual(self.found(ui__a="import './b.js';", ui__b="/** @type {import('./a.js').A} */"), [])

    def test_core_uses_neither_document_nor_timers_nor_chance(self):
        for name in ("document", "setTimeout", "HTMLElement", "TransferView", ".after(", "Date.now", "Math.random"):
            self.assertEqual(
                self.found(core__a=f"use(clock{name});" if name[0] == "." else f"use({name});"),
                [f"core/a.js: core uses {name}"],
            )
        allowed = "// The window of a document.\nconst words = 'document window'; new DataView(bytes);"
        self.assertEqual(self.found(core__a=allowed, ui__b="document.title = '';"), [])


if __name__ == "__main__":
    unittest.main()
