# Everything the project does from a shell; `make help` lists it.
#
# `make demo` and `make check` need nothing but a Swift toolchain: what else is missing is
# installed first (.make/prerequisites).

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
BUILD ?= .build

# One set of flags for every build, so that building, testing and the demo share one build folder.
# An import that Package.swift does not declare would otherwise compile in a used build folder.
swift_flags := --scratch-path $(BUILD) --explicit-target-dependency-import-check error
release_flags := $(swift_flags) --configuration release
ifneq ($(shell uname -s),Darwin)
release_flags += --static-swift-stdlib -Xlinker -s
endif

sources := Package.swift Sources Tests Benchmarks
programs := git-autopack autopack-sandbox

.DEFAULT_GOAL := help
.PHONY: help demo check test torture fuzz fuzz-keep format lint bench bench-edits bench-gate bench-healing bench-peers release install uninstall clean
.PHONY: prerequisites python

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
	    | while IFS='|' read -r target text; do printf 'make %-12s %s\n' "$$target" "$$text"; done
	@printf '\n%s\n' 'make install takes PREFIX (now $(PREFIX)) and DESTDIR.'

demo: prerequisites ## Install what is missing, build, and show a whole run, offline
	@for program in $(programs); do \
	    $(SWIFT) build $(swift_flags) --product "$$program" || exit; \
	done
	@"$$($(SWIFT) build $(swift_flags) --show-bin-path)/git-autopack" demo

# Wrong format does not keep the tests from running: one call tells everything.
check: prerequisites ## Install what is missing, check the format, build, and test
	@status=0; \
	for part in lint test; do \
	    $(MAKE) --no-print-directory $$part || { status=$$?; echo "make $$part failed" >&2; }; \
	done; \
	exit $$status


# The packages are fetched, and everything is built, before the tests start. The tests give every
# git they run an environment of its own, so this one's git configuration reaches none of them.
test: prerequisites python ## Build and run the tests; FILTER=name runs some of them
	@$(SWIFT) build $(swift_flags) --build-tests
	@ulimit -n "$$(ulimit -Hn)"; \
	$(SWIFT) test $(swift_flags) --skip-build --disable-xctest --parallel \
	    $(if $(FILTER),--filter '$(FILTER)')

torture: prerequisites python ## Kill runs at seeded instants, also while they heal; a week of provider trouble, 1,000 runs
	@$(SWIFT) build $(swift_flags) --build-tests
	@AUTOPACK_TORTURE=1 $(SWIFT) test $(swift_flags) --skip-build --disable-xctest \
	    --filter 'KillTests|SimulatedWeekTests'

# Built apart, since all that runs in the fuzzer is compiled for it.
SECONDS ?= 300
PARSER ?= $(sort $(notdir $(wildcard Tests/Fuzzing/Corpus/*)))
fuzz_sanitizers := -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address
ifneq ($(shell uname -s),Darwin)
fuzz_sanitizers += -Xswiftc -use-ld=lld
endif
fuzz_build = AUTOPACK_FUZZ=1 $(SWIFT) build --scratch-path $(BUILD)/fuzz --configuration release \
    --explicit-target-dependency-import-check error $(fuzz_sanitizers) --product autopack-fuzz

# Leaks are not looked for: what Swift's statics hold is taken for lost.
fuzz_each = for parser in $(PARSER); do echo "== $$parser"; mkdir -p $(BUILD)/fuzz/found/$$parser || exit; \
    PARSER=$$parser REPEAT=$(REPEAT) SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
        $(BUILD)/fuzz/release/autopack-fuzz

fuzz: prerequisites ## Look for bytes that break a parser; SECONDS=300 for each, PARSER=plans for one
	@$(fuzz_build)
	@$(fuzz_each) -max_total_time=$(SECONDS) -timeout=5 -max_len=8192 -print_final_stats=1 \
	    -dict=Tests/Fuzzing/Words/$$parser.dict -artifact_prefix=$(BUILD)/fuzz/$$parser- \
	    $(BUILD)/fuzz/found/$$parser Tests/Fuzzing/Corpus/$$parser || exit; done

fuzz-keep: ## Add what `make fuzz` found to the corpora, as few inputs as reach what they reach
	@$(fuzz_each) -merge=1 -set_cover_merge=1 -max_len=1024 \
	    Tests/Fuzzing/Corpus/$$parser $(BUILD)/fuzz/found/$$parser || exit; done

lint: prerequisites ## Check the format
	@$(SWIFT) format lint --strict --parallel --recursive $(sources)

format: prerequisites ## Format every source file
	@$(SWIFT) format --in-place --parallel --recursive $(sources)

bench: release ## Measure, in release mode, beside git and the installed peers
	@$(SWIFT) build $(release_flags) --product autopack-bench
	@"$$($(SWIFT) build $(release_flags) --show-bin-path)/autopack-bench" \
	    --peers $(BUILD)/peers $(BENCH)

# The corpus of model replies is no part of the sources; EDITS names its folder.
EDITS ?= ../shared/fixtures/edits

bench-edits: release ## Score a corpus of model replies, and aider's applier beside ours
	@python3 '$(EDITS)/score.py' '$(EDITS)' --brief --cmd \
	    "$$($(SWIFT) build $(release_flags) --show-bin-path)/git-autopack apply --base {base} --json -" \
	    || true
	@if test -x $(BUILD)/peers/bin/aider; then \
	    echo; echo 'aider:'; $(BUILD)/peers/bin/python3 '$(EDITS)/aider_peer.py' '$(EDITS)'; \
	else \
	    echo 'aider is not installed: make bench-peers'; \
	fi
	@$(MAKE) --no-print-directory bench BENCH='--only edits'

bench-peers: prerequisites ## Install the peers that `make bench` measures beside, under the build folder
	@.make/python-environment $(BUILD)/peers mini-swe-agent aider-chat

# generate-manual is ArgumentParser's. Its plugin would build everything again with other flags.
bench-gate: prerequisites ## Judge releases of real projects by the gate; VERBOSE=1 says what it finds, EVIDENCE=1 runs their tests first
	@.make/python-environment $(BUILD)/releases-env setuptools wheel flit_core hatchling hatch-vcs \
	    setuptools-scm poetry-core hatch-fancy-pypi-readme
	@Benchmarks/gate/releases $(BUILD)/releases-env $(BUILD)/releases
	@if test -n '$(EVIDENCE)'; then \
	    .make/python-environment $(BUILD)/evidence-env pytest hypothesis simplejson pytz pretend \
	        tomli freezegun python-dateutil pytest-mock flask requests pytest-asyncio greenlet \
	    && $(BUILD)/evidence-env/bin/python Benchmarks/gate/evidence $(BUILD)/releases || exit; \
	fi
	@$(SWIFT) build $(swift_flags) --product autopack-bench
	@"$$($(SWIFT) build $(swift_flags) --show-bin-path)/autopack-bench" \
	    --releases $(abspath $(BUILD))/releases $(if $(VERBOSE),--verbose)

# Every run is three times: with all help, with the rules alone, with nothing but another try.
SEED ?= 1
RUNS ?= 360

bench-healing: prerequisites ## Let runs with injected faults heal; SEED=1 RUNS=360, VERBOSE=1 for each category
	@$(SWIFT) build $(release_flags) --product autopack-bench
	@"$$($(SWIFT) build $(release_flags) --show-bin-path)/autopack-bench" \
	    --faults '$(RUNS)' --seed '$(SEED)' $(if $(VERBOSE),--verbose)

release: prerequisites
	@for program in $(programs) generate-manual; do \
	    $(SWIFT) build $(release_flags) --product "$$program" || exit; \
	done

install: release ## Build for use and install below PREFIX
	@.make/install \
	    "$$($(SWIFT) build $(release_flags) --show-bin-path)" '$(PREFIX)' '$(DESTDIR)'

uninstall: ## Remove what `make install` installed below PREFIX
	@.make/install --remove '$(PREFIX)' '$(DESTDIR)'

clean: ## Remove the build folder
	rm -rf $(BUILD)

prerequisites:
	@SWIFT='$(SWIFT)' .make/prerequisites

python: prerequisites
	@.make/python-environment --optional $(BUILD)/venv -r Tests/requirements.txt
	@.make/python-environment --optional $(BUILD)/litellm 'litellm[proxy]==1.106.2' 'mini-swe-agent==2.4.6'
	@.make/python-project $(BUILD)/venv itsdangerous==2.2.0
