# make demo    build the shipped project and grade the sample hospital
# make serve   serve the site on 127.0.0.1:1313
# make test    everything that must hold; does its own set-up
# make setup   Chromium, LibreOffice and the npm packages that the tests use
# make audit   Lighthouse: 100 for performance, accessibility and best practices
# make screenshots  every page and state of the player, to look at
# make bench   benchmarks, with ratios
# make million grades a million records in a folder of its own, with time and memory
# make dist    archives for Windows, macOS and Linux, with sums, into dist/

SHELL := /bin/bash
.DEFAULT_GOAL := demo

.PHONY: demo build serve sample test setup lint unit browser audit screenshots bench million fuzz dist clean

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

# The sample hospital anew: first what is made up, then the files that come from
# the real player in Chromium.
sample: setup
	go run ./examples/hospital/generate
	cd test/browser && npm run samples

test: setup lint unit browser

setup:
	@scripts/setup

lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

# The import table asks go list, whose answer the test cache does not see. With the
# race detector the tests that take many seconds are left out: they look for nothing
# that races.
unit:
	go test -count=1 .
	go test ./...
	go test -race -short ./...
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
