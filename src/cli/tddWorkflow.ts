/** `portcullis tdd --workflow`: a workflow that runs the tests on each labelled commit of a pull request and records how they ended. */
import { stringify } from 'yaml';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

export interface WorkflowOptions {
  readonly testCommand: string;
  readonly installCommand: string;
}

export function printWorkflow({ testCommand, installCommand }: WorkflowOptions, terminal: Terminal): number {
  terminal.out(workflowText(scalar('--test-command', testCommand), scalar('--install-command', installCommand)));
  return 0;
}

/** One line of YAML that stays what was typed: GitHub would replace an expression in it, and a line break would end it. */
function scalar(option: string, command: string): string {
  if (command.trim() === '' || command.includes('${{') || /\p{Cc}|\p{Zl}|\p{Zp}/u.test(command)) {
    throw new UsageError(`${option}: write one line without \`\${{ }}\`; for more, call a script of the repository.`);
  }
  return stringify(command, { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE' }).trimEnd();
}

/**
 * Three jobs, so that no job that holds a permission to write runs code of the pull request. The outcome goes from the second to the
 * third as which of its steps ran, which GitHub itself tells: no file, output or log of the tests is read.
 */
function workflowText(testCommand: string, installCommand: string): string {
  return `# Runs the tests on each labelled commit of a pull request and records the outcome for that commit, as the status "tdd / tests".
# GitHub itself runs CI for the head of a push only. Printed by: portcullis tdd --workflow
name: TDD
on:
  pull_request:
permissions: {}
concurrency:
  group: tdd-\${{ github.event.pull_request.number }}
  cancel-in-progress: true
env:
  # What has to be there before the tests can run. Where this fails, nothing is said of the tests.
  INSTALL_COMMAND: ${installCommand}
  # Ends with 0 where all tests pass.
  TEST_COMMAND: ${testCommand}
jobs:
  # Reads messages, runs nothing of the pull request.
  list:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    outputs:
      shas: \${{ steps.list.outputs.shas }}
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          fetch-depth: 0
          persist-credentials: false
      - id: list
        name: list the labelled commits
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
          HEAD: \${{ github.event.pull_request.head.sha }}
        run: |
          set -euo pipefail
          label='[([]([^][()]*[^][()A-Za-z])?(RED|GREEN|REFACTOR)([^][()A-Za-z][^][()]*)?[])]'
          shas=()
          while read -r sha; do
            subject=$(git log -1 --format=%s "$sha")
            phase=$(git log -1 --format='%(trailers:key=TDD-Phase,valueonly)' "$sha")
            if [[ $subject =~ $label || -n $phase ]]; then shas+=("\\"$sha\\""); fi
          done < <(git rev-list --reverse --topo-order --no-merges "$BASE..$HEAD")
          # A matrix takes 256; the last ones count most.
          if (( \${#shas[@]} > 100 )); then
            echo "::notice::\${#shas[@]} commits are labelled; the last 100 are run"
            shas=("\${shas[@]: -100}")
          fi
          list=$(IFS=,; printf '%s' "\${shas[*]-}")
          printf 'shas=[%s]\\n' "$list" >> "$GITHUB_OUTPUT"
  # Runs the code of the pull request: a token that can only read, and no secret.
  run:
    needs: list
    if: needs.list.outputs.shas != '[]'
    # Found again by this name below.
    name: commit \${{ matrix.sha }}
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
    strategy:
      fail-fast: false
      max-parallel: 4
      matrix:
        sha: \${{ fromJSON(needs.list.outputs.shas) }}
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          ref: \${{ matrix.sha }}
          persist-credentials: false
      # Add what sets up your language here, pinned by its full sha.
      - id: install
        name: install
        continue-on-error: true
        run: bash -c "$INSTALL_COMMAND"
      - id: outcome
        name: run the tests
        if: steps.install.outcome == 'success'
        continue-on-error: true
        run: |
          status=0
          timeout 1200 bash -c "$TEST_COMMAND" || status=$?
          case $status in
            0) outcome=passed ;;
            # Too long, cannot be run, not there, stopped: that says nothing of the tests.
            124|125|126|127|130|137|143) outcome=error ;;
            *) outcome=failed ;;
          esac
          echo "the tests: $outcome ($status)"
          echo "outcome=$outcome" >> "$GITHUB_OUTPUT"
      - name: outcome passed
        if: steps.outcome.outputs.outcome == 'passed'
        run: "true"
      - name: outcome failed
        if: steps.outcome.outputs.outcome == 'failed'
        run: "true"
  # May write statuses, runs nothing of the pull request. A pull request from a fork has a token that can only read: nothing is recorded.
  record:
    needs: [list, run]
    if: always() && needs.run.result != 'skipped' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      actions: read
      statuses: write
    steps:
      - name: record the outcomes
        env:
          GH_TOKEN: \${{ github.token }}
          SHAS: \${{ needs.list.outputs.shas }}
        run: |
          set -euo pipefail
          jobs=$(gh api --paginate "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/jobs?per_page=100" --jq '
            .jobs[] | select(.name | startswith("commit "))
            | [.name[7:], ([.steps[]? | select(.conclusion == "success") | .name | select(startswith("outcome "))] | first // "none")] | @tsv')
          while IFS=$'\\t' read -r sha outcome; do
            # Only commits of the list, whatever the names of jobs say.
            [[ $sha =~ ^[0-9a-f]{40}$ && $SHAS == *"\\"$sha\\""* ]] || continue
            case $outcome in
              'outcome passed') state=success words='the tests pass' ;;
              'outcome failed') state=failure words='the tests fail' ;;
              *) state=error words='the tests could not be run' ;;
            esac
            gh api --silent --method POST "repos/$GITHUB_REPOSITORY/statuses/$sha" \\
              -f state="$state" -f context='tdd / tests' -f description="$words" \\
              -f target_url="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
          done <<< "$jobs"
`;
}
