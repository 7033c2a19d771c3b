/**
 * Signed reports of test runs (E4): a block of text that CI puts into the output of a check run, and that whoever knows the public key can
 * hold against the commit.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { TestRun } from '../../model/change.ts';

export interface Statement {
  readonly version: 1;
  /** The commit that was tested. */
  readonly sha: string;
  readonly command: string | null;
  /** SHA-256 of the report it was made from. */
  readonly digest: string;
  readonly passed: number;
  /** Names of all tests that failed. */
  readonly failed: readonly string[];
  /** ISO 8601. */
  readonly time: string;
}

const info = 'portcullis-attestation';
/** So that the key's signature under something else is none under a report. */
const domain = `${info}-v1\n`;
/** A summary and a text of GitHub's hold 65,535 characters each. */
const longestText = 131_100;
const mostBlocks = 5;

/** The block of a statement. Throws where the key is none of Ed25519. */
export function attest(statement: Statement, privateKey: string): string {
  const key = createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is not one of Ed25519');
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64url');
  const signature = sign(null, Buffer.from(domain + payload), key).toString('base64url');
  return `\`\`\`${info}\n${JSON.stringify({ payload, signature })}\n\`\`\``;
}

/** What the blocks in a text prove of a commit, and what is wrong with those that prove nothing. Sentences. */
export function attestedRuns(text: string, sha: string, name: string, keys: readonly string[]): { runs: TestRun[]; problems: string[] } {
  const runs: TestRun[] = [];
  const problems: string[] = [];
  const blocks = text
    .slice(0, longestText)
    .split(`\`\`\`${info}`)
    .slice(1, 1 + mostBlocks);
  if (blocks.length === 0) return { runs, problems };
  const known = keys.flatMap((key) => publicKey(key) ?? []);
  for (const block of blocks) {
    const read = open(block.split('```', 1)[0]!, known);
    const at = `A signed report in \`${name}\` of commit ${sha.slice(0, 7)}`;
    if (typeof read === 'string') problems.push(`${at} ${read}, so it counts for nothing.`);
    else if (read.sha !== sha) problems.push(`${at} is of commit \`${read.sha.slice(0, 7)}\`, so it counts for nothing.`);
    else {
      const outcome = read.failed.length > 0 ? 'failed' : read.passed > 0 ? 'passed' : 'inconclusive';
      const ended = outcome === 'inconclusive' ? 'ran no test' : outcome;
      runs.push({ name, kind: 'attested', outcome, ended, says: [], failed: read.failed });
    }
  }
  return { runs, problems };
}

/** The statement, or what is wrong. */
function open(block: string, keys: readonly KeyObject[]): Statement | string {
  const envelope = parsed(block);
  const { payload, signature } = (envelope ?? {}) as { payload?: unknown; signature?: unknown };
  if (typeof payload !== 'string' || typeof signature !== 'string') return 'cannot be read';
  const signed = Buffer.from(domain + payload);
  const bytes = Buffer.from(signature, 'base64url');
  if (!keys.some((key) => verify(null, signed, key, bytes))) return 'is signed by no key of `tdd.evidence.keys`';
  const statement = parsed(Buffer.from(payload, 'base64url').toString('utf8')) as Partial<Statement> | null;
  const isWhole =
    statement?.version === 1 &&
    typeof statement.sha === 'string' &&
    Number.isSafeInteger(statement.passed) &&
    Array.isArray(statement.failed) &&
    statement.failed.every((one) => typeof one === 'string');
  return isWhole ? (statement as Statement) : 'is of another version';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const spkiOfEd25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** From PEM or the raw 32 bytes in base64; null where it is neither. */
function publicKey(text: string): KeyObject | null {
  try {
    const raw = Buffer.from(text, 'base64');
    const key = text.includes('-----')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.concat([spkiOfEd25519, raw]), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // The configuration is where a wrong key is told.
    return null;
  }
}
