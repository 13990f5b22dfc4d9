# Every target prints the plain command that it runs; what is longer than a line is a script in dev/.
# ARGS is handed on: make demo ARGS=--once

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow it e2e fuzz fmt deps golden bench-access bench-login bench-locks bench-ssh bench-relay bench-audit bench-recording soak kills dist run sbom reproducible clean

ROUNDS ?= 1000

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

demo: ## a cluster on loopback, and ssh, scp, sftp, replay and audit on it; ARGS=--once ends by itself
	dev/demo $(ARGS)

test: ## every test, on real counterparts; ends with the count
	dev/test $(ARGS)

it: ## only the tests with real counterparts (*IT); ARGS='-pl agent -am' narrows
	dev/mvn verify -Dtest='*IT' $(ARGS)

test-slow: ## the tests that take a minute each: Keycloak, Chromium, second factors and single sign-on, documents, emitters, PostgreSQL, S3, a log tampered with, crowds, processes killed
	dev/test -Dtests.only=slow -Dtests.left.out= $(ARGS)

e2e: ## only the tests of the built distribution; ARGS=-Dtest=ScpTest narrows
	dev/e2e $(ARGS)

fuzz: ## coverage-guided fuzzing of the parsers, a minute each; ARGS=600 for ten
	dev/fuzz $(ARGS)

fmt: ## formats the sources
	dev/mvn -q spotless:apply

deps: ## what each module depends on; fails on what is used but not declared
	dev/mvn -q process-test-classes dependency:tree

golden: ## writes the golden files anew; read the diff before you commit it
	dev/mvn test -Dgolden.write=true -Dtest='*Golden*' $(ARGS)

bench-access: ## what an access decision costs
	dev/bench-access $(ARGS)

bench-login: ## what a login costs auth, with a code and with a security key
	dev/bench-login $(ARGS)

bench-locks: ## how long a lock takes to reach a thousand agents
	dev/bench-locks $(ARGS)

bench-ssh: ## SSH through proxy and agent, beside the system's sshd
	dev/bench-ssh $(ARGS)

bench-relay: ## the relay and idle agents, beside the system's HAProxy
	dev/bench-relay $(ARGS)

bench-audit: ## the audit log: durable appends, provable, verified
	dev/bench-audit $(ARGS)

bench-recording: ## what recording costs, many recorded sessions, and a long one
	dev/bench-recording $(ARGS)

soak: ## ROUNDS=1000 transfers of 64 MB each way, recording on, checked by checksum
	dev/soak $(ROUNDS)

kills: ## ROUNDS=1000 times SIGKILL to agent or auth while people work; nothing acknowledged may be missing
	dev/kills $(ROUNDS)

dist: ## target/dist/sallyport: bin, lib and a runtime of its own
	dev/dist

run: ## an all-in-one cluster that stays in target/run between runs
	dev/run $(ARGS)

sbom: ## target/sallyport-sbom.json: every part that the distribution holds
	dev/mvn -q package -Dmaven.test.skip=true

reproducible: ## builds twice in two folders and compares every byte
	dev/reproducible

clean: ## removes what was built
	rm -rf target */target
