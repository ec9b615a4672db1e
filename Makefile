# make run          installs what is missing, builds, serves; ARGS="--port 9000" are options of `ferry serve`
# make test         installs what tests need and runs everything
# make build        bin/ferry, a static release build
# make test-hostile hostile clients against bin/ferry; PYTEST="-k relay" are options of pytest
# make test-interop other people's STUN, TURN and WebRTC against bin/ferry, as root
# make fuzz         every parser of outside bytes for a minute; FUZZ_SECONDS=600 for ten
# make lab          every kind of network with real browsers, and writes docs/networks.md; PYTEST="-k relay" as above
# make bench        measures, and writes docs/benchmarks.md; ROWS="4 8" are some rows, BENCH=--quick is for trying out
# make format       formats Swift and Python
# make check        layers, embedded files, formatting

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# The static binary has its own folder: switching one folder between static and not would rebuild everything. Relative
# relocations are packed, and libstdc++ is linked from its archive: both reduce the server's memory at rest.
RELEASE := --configuration release --scratch-path .build-release --static-swift-stdlib \
	-Xswiftc -use-ld=lld -Xlinker --icf=safe -Xlinker --no-export-dynamic -Xlinker --strip-all \
	-Xlinker -z -Xlinker pack-relative-relocs -Xlinker -L.build-release/archives

PYTHON := .venv/bin/python
PYTHON_FILES := Tests/Browser Tests/Hostile Tests/Interop Laboratory Benchmarks/run.py Benchmarks/measures \
	scripts/check-docs scripts/check-layers scripts/page_layers.py scripts/test_page_layers.py scripts/embed-assets

.PHONY: run build archives test check format test-page test-swift test-hostile test-interop test-browsers fuzz bench lab \
	packages-run packages-test packages-bench packages-lab

run: packages-run build
	bin/ferry serve $(ARGS)

build: archives
	swift build $(RELEASE) --product ferry
	mkdir -p bin
	install -m 755 .build-release/release/ferry bin/ferry

# The linker prefers a shared library to an archive beside it, so the archive is in its own folder.
archives:
	scripts/link-archives .build-release/archives

# The cheapest first: a wrong import is told in seconds, a browser test takes two builds.
test: packages-run packages-test
	$(MAKE) check
	$(MAKE) test-page
	$(MAKE) test-swift
	$(MAKE) test-hostile
	$(MAKE) test-interop
	$(MAKE) test-browsers

check: $(PYTHON)
	scripts/check-layers
	$(PYTHON) -m unittest discover --quiet --start-directory scripts
	scripts/check-docs
	scripts/check-page-assets
	scripts/check-format
	.venv/bin/ruff check --quiet --config Tests/Browser/ruff.toml $(PYTHON_FILES)
	.venv/bin/ruff format --check --quiet --config Tests/Browser/ruff.toml $(PYTHON_FILES)

format: $(PYTHON)
	swift format --in-place --parallel --recursive Package.swift Sources Tests
	.venv/bin/ruff format --quiet --config Tests/Browser/ruff.toml $(PYTHON_FILES)

test-page:
	tsc --checkJs --project jsconfig.json
	node --test $$(find web/test -name '*.test.js' | sort)

# The simulation of a million devices needs optimization. It shares the build of bin/ferry, which is needed next anyway.
test-swift: archives
	swift test
	swift build $(RELEASE) --product join-simulation
	.build-release/release/join-simulation

test-hostile: build $(PYTHON)
	$(PYTHON) -m pytest --config-file Tests/Hostile/pytest.ini Tests/Hostile $(PYTEST)

# Only root can create network namespaces.
test-interop: build $(PYTHON)
	$(SUDO) $(PYTHON) -m pytest --config-file Tests/Interop/pytest.ini Tests/Interop $(PYTEST)

fuzz: packages-run
	FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz

# As root, for the same reason.
test-browsers: build $(PYTHON)
	scripts/check-no-icu bin/ferry
	$(SUDO) $(PYTHON) -m pytest --config-file Tests/Browser/pytest.ini Tests/Browser $(PYTEST)

lab: packages-run packages-test packages-lab build $(PYTHON)
	swift build $(RELEASE) --product network-laboratory
	install -m 755 .build-release/release/network-laboratory bin/network-laboratory
	$(SUDO) $(PYTHON) -m pytest --config-file Laboratory/pytest.ini Laboratory $(PYTEST)

# The other builds must be over before the first measurement.
bench: packages-run packages-test packages-bench build $(PYTHON)
	Benchmarks/BareHummingbird/build
	$(SUDO) $(PYTHON) Benchmarks/run.py $(BENCH) $(ROWS)

$(PYTHON): Tests/Browser/requirements.txt Tests/Hostile/requirements.txt Tests/Interop/requirements.txt
	rm -rf .venv
	/usr/bin/python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check $(^:%=--requirement %)
	touch $@

packages-run:
	scripts/install-packages run

packages-test:
	scripts/install-packages test

packages-bench:
	scripts/install-packages bench

packages-lab:
	scripts/install-packages lab
