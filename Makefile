# make run          installs what is missing, builds, serves; ARGS="--port 9000" are options of `ferry serve`
# make test         installs what tests need and runs everything, in the order and company that scripts/test says
# make test-quick   the same without what takes long, in a few minutes: for while one works
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

# Whether it is installed shows in a file of its own, because the program is a link to the system's.
PYTHON := .venv/bin/python
VENV := .venv/installed
PYTHON_FILES := Tests/Browser Tests/Hostile Tests/Interop Laboratory Benchmarks/run.py Benchmarks/measures \
	scripts/check-docs scripts/check-layers scripts/page_layers.py scripts/test_page_layers.py scripts/embed-assets \
	scripts/test

.PHONY: run build archives test test-quick fetch-debug fetch-release check format test-page test-swift \
	build-tests run-tests build-simulation run-simulation test-hostile test-interop test-browsers fuzz bench lab \
	packages-tools packages-run packages-test packages-bench packages-lab

run: packages-run build
	bin/ferry serve $(ARGS)

build: archives
	swift build $(RELEASE) --product ferry
	mkdir -p bin
	install -m 755 .build-release/release/ferry bin/ferry

# The linker prefers a shared library to an archive beside it, so the archive is in its own folder.
archives:
	scripts/link-archives .build-release/archives

test: packages-tools
	scripts/test

test-quick: packages-tools
	scripts/test --quick

# Fetch the packages of the two builds, which need no mirror after that.
fetch-debug:
	scripts/try swift package resolve

fetch-release:
	scripts/try swift package --scratch-path .build-release resolve

check: $(VENV)
	scripts/check-layers
	$(PYTHON) -m unittest discover --quiet --start-directory scripts
	scripts/check-docs
	scripts/check-page-assets
	scripts/check-format
	.venv/bin/ruff check --quiet --config Tests/Browser/ruff.toml $(PYTHON_FILES)
	.venv/bin/ruff format --check --quiet --config Tests/Browser/ruff.toml $(PYTHON_FILES)

format: $(VENV)
	swift format --in-place --parallel --recursive Package.swift Sources Tests
	.venv/bin/ruff format --quiet --config Tests/Browser/ruff.toml $(PYTHON_FILES)

test-page:
	tsc --checkJs --project jsconfig.json
	node --test $$(find web/test -name '*.test.js' | sort)

test-swift: build-tests build-simulation run-tests run-simulation

build-tests:
	swift build --build-tests

run-tests:
	swift test --skip-build

# The simulation of a million devices needs optimization, so it shares the build of bin/ferry.
build-simulation: archives
	swift build $(RELEASE) --product join-simulation

run-simulation:
	.build-release/release/join-simulation

# BUILT=1 says that bin/ferry is up to date.
BINARY := $(if $(BUILT),,build)

test-hostile: $(BINARY) $(VENV)
	$(PYTHON) -m pytest --config-file Tests/Hostile/pytest.ini Tests/Hostile $(PYTEST)

# Only root can create network namespaces.
test-interop: $(BINARY) $(VENV)
	$(SUDO) $(PYTHON) -m pytest --config-file Tests/Interop/pytest.ini Tests/Interop $(PYTEST)

fuzz: packages-run
	FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz

# As root, for the same reason. Two workers, because half of the time is waiting. PYTEST="-n 0" runs one test after the
# other.
test-browsers: $(BINARY) $(VENV)
	scripts/check-no-icu bin/ferry
	$(SUDO) $(PYTHON) -m pytest --config-file Tests/Browser/pytest.ini -n 2 --maxschedchunk 1 Tests/Browser $(PYTEST)

lab: packages-run packages-test packages-lab build $(VENV)
	swift build $(RELEASE) --product network-laboratory
	install -m 755 .build-release/release/network-laboratory bin/network-laboratory
	$(SUDO) $(PYTHON) -m pytest --config-file Laboratory/pytest.ini Laboratory $(PYTEST)

# The other builds must be over before the first measurement.
bench: packages-run packages-test packages-bench build $(VENV)
	Benchmarks/BareHummingbird/build
	$(SUDO) $(PYTHON) Benchmarks/run.py $(BENCH) $(ROWS)

$(VENV): Tests/Browser/requirements.txt Tests/Hostile/requirements.txt Tests/Interop/requirements.txt
	rm -rf .venv
	/usr/bin/python3 -m venv .venv
	scripts/try .venv/bin/pip install --quiet --disable-pip-version-check $(^:%=--requirement %)
	touch $@

packages-tools:
	scripts/install-packages run tools

packages-run:
	scripts/install-packages run

packages-test:
	scripts/install-packages test

packages-bench:
	scripts/install-packages bench

packages-lab:
	scripts/install-packages lab
