# make demo    build the shipped project and grade the sample hospital
# make serve   serve the site on 127.0.0.1:1313
# make check   format, width of lines, vet, staticcheck, workflows and the quick tests: a minute, needs only Go
# make test    everything that must hold; installs what it needs, and says so
# make setup   what the tests use: browsers, LibreOffice and npm packages
# make audit   Lighthouse: 100 for performance, accessibility and best practices
# make screenshots  every page and state of the player, to look at
# make bench   benchmarks, with ratios
# make million grades a million records in a folder of its own, with time and memory
# make dist    archives for Windows, macOS and Linux, with sums, into dist/

SHELL := /bin/bash
.DEFAULT_GOAL := demo

.PHONY: demo build serve sample check test setup format vet staticcheck lines workflows quick whole race player browser \
  audit screenshots bench million dist clean

demo: build
	go run ./cmd/gradebook grade examples/hospital/results --project . --roster examples/hospital/roster.csv \
	  --observations examples/hospital/observations.csv --training examples/hospital/training.csv --as-of 2026-11-30 -o out
	@echo
	@echo "The site:     open public/index.html in a browser, or run make serve"
	@echo "The workbook: open out/matrix.xlsx in Excel or LibreOffice"

build:
	go run ./cmd/coursemark build

serve:
	go run ./cmd/coursemark serve

# Makes the sample hospital again: first what is made up, then the files that come from
# the real player in Chromium.
sample: setup
	go run ./examples/hospital/generate
	cd test/browser && npm run samples

check: format lines vet staticcheck workflows quick

# Everything runs once; the race detector runs where goroutines are, beside the
# browsers, which wait most of the time.
test: setup format lines vet staticcheck workflows whole player
	$(MAKE) --jobs=2 --output-sync=target race browser

setup:
	@scripts/setup

format:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

vet:
	go vet ./...

staticcheck:
	go tool staticcheck ./...

# Lines of Go that are wider than 120 columns.
lines:
	@go run ./scripts/longlines

workflows:
	go tool actionlint -shellcheck= -pyflakes=

# Tests of the repository itself ask go list and git, whose answers the test cache does
# not see: they are run each time.
REPOSITORY := . ./scripts/faultcodes ./scripts/reasoncodes

quick:
	go test -count=1 $(REPOSITORY)
	go test -short ./...

whole:
	go test -count=1 $(REPOSITORY)
	go test ./...

# The tests that take many seconds are left out: they look for nothing that races.
race:
	go test -race -short $$(git grep -lE 'go func|\.Go\(|sync\.' -- '*.go' ':!*_test.go' | xargs -n1 dirname | sort -u | sed 's|^|./|')

player:
	cd test/browser && npm run --silent lint && npm run --silent types
	node --test test/player/

browser:
	cd test/browser && npm test

# Lighthouse on a page of every kind; it wants a quiet machine.
audit: setup
	cd test/browser && npm run audit

screenshots: setup
	cd test/browser && npm run screenshots

bench:
	go test -run '^$$' -bench . ./...

# Some ten gigabytes in the folder for temporary files, which are removed at the end.
million:
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	  go run ./gradebook/corpus -people 10000 -attempts 100 -o $$dir/results.ndjson -roster $$dir/roster.csv -kit $$dir/kit.zip && \
	  go build -o $$dir/gradebook ./cmd/gradebook && \
	  /usr/bin/time -v $$dir/gradebook grade $$dir/results.ndjson --kit $$dir/kit.zip --roster $$dir/roster.csv --as-of 2026-11-30 -o $$dir/out

# VERSION names the release; without it the newest tag does. The same source gives
# the same bytes: SOURCE_DATE_EPOCH, or the date of the last commit, dates all files.
dist:
	go run ./scripts/dist -version "$(VERSION)"

clean:
	rm -rf public/* .coursemark out dist grading-kit.zip
