# make demo    build the shipped project and grade the sample hospital
# make serve   serve the site on 127.0.0.1:1313
# make test    everything that must hold; does its own set-up
# make setup   Chromium, LibreOffice and the npm packages that the tests use
# make bench   benchmarks, with ratios
# make dist    archives for Windows, macOS and Linux, with sums, into dist/

SHELL := /bin/bash
.DEFAULT_GOAL := demo

.PHONY: demo build serve sample test setup lint unit browser screenshots bench fuzz dist clean

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

# The import table asks go list, whose answer the test cache does not see.
unit:
	go test -count=1 .
	go test -race ./...
	node --test layouts/player/

browser:
	cd test/browser && npm test

screenshots:
	cd test/browser && npm run screenshots

bench:
	go test -run '^$$' -bench . ./...

# VERSION names the release; without it the newest tag does. The same source gives
# the same bytes: SOURCE_DATE_EPOCH, or the date of the last commit, dates all files.
dist:
	go run ./scripts/dist -version "$(VERSION)"

clean:
	rm -rf public/* .coursemark out dist grading-kit.zip
