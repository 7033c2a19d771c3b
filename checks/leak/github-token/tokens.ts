import type { CheckContext, Report } from '../../../src/engine/check.ts';
import { hasValidChecksum } from '../../../src/engine/literals/checksum.ts';
import { looksTyped } from '../../../src/engine/literals/placeholder.ts';
import { secretIdentity } from '../../../src/engine/literals/secretIdentity.ts';
import { isInSecretSlot } from '../../../src/engine/literals/slot.ts';

type Judged = Pick<Report, 'confidence' | 'message' | 'vector'>;

const PREFIX = /gh[pousr]_|github_pat_/g;
const BASE62 = /[A-Za-z0-9]*/y;
const JSON_WEB_TOKEN = /\d{1,12}_(eyJ[\w-]{8,300})\.(eyJ[\w-]{2,4000})\.[\w-]{20,2000}/y;
const FINE_GRAINED = /[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\w)/y;

/** Lives for an hour (`ghs_`) or eight (`ghu_`), so who finds it must be quick. */
const shortLived = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N';

const kinds: Readonly<Record<string, string>> = {
  ghp_: 'personal access token',
  gho_: 'OAuth token',
  ghu_: 'user token of a GitHub App',
  ghs_: 'installation token of a GitHub App',
  ghr_: 'refresh token of a GitHub App',
  github_pat_: 'fine-grained personal access token',
};

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function isJsonObject(part: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null;
  } catch {
    // Not JSON: an answer, not a failure.
    return false;
  }
}

function says(prefix: string, proof: string): string {
  return `A GitHub ${kinds[prefix]} stands here in full (${proof}): whoever can read this file, or any commit that ever held it, can act with it.`;
}

/** The token that begins with a prefix: how long it is, and how sure that is. Null for anything else. */
function tokenAt(prefix: string, body: number, context: CheckContext): { readonly end: number; readonly judged: Judged } | null {
  const { text } = context.source;
  const byShape = (end: number, random: string): { end: number; judged: Judged } | null => {
    if (looksTyped(random)) return null;
    const confidence = isInSecretSlot(context.source, body - prefix.length) ? 'high' : 'medium';
    return { end, judged: { confidence, message: says(prefix, 'by its shape') } };
  };
  if (prefix === 'github_pat_') {
    const found = matchAt(FINE_GRAINED, text, body);
    return found && byShape(body + found[0].length, found[0].slice(23));
  }
  const run = matchAt(BASE62, text, body)![0];
  const vector = prefix === 'ghs_' || prefix === 'ghu_' ? { vector: shortLived } : {};
  if (prefix === 'ghs_') {
    const found = matchAt(JSON_WEB_TOKEN, text, body);
    if (found && isJsonObject(found[1]!) && isJsonObject(found[2]!)) {
      return {
        end: body + found[0].length,
        judged: { confidence: 'high', ...vector, message: says(prefix, 'its JSON web token can be read') },
      };
    }
  }
  if (run.length >= 36 && hasValidChecksum(run.slice(0, 36))) {
    return { end: body + 36, judged: { confidence: 'high', ...vector, message: says(prefix, 'its checksum fits') } };
  }
  return prefix === 'ghr_' && run.length === 76 ? byShape(body + 76, run) : null;
}

/** Reports every GitHub token in a text by its kind and place, never by its value. */
export function findGitHubTokens(context: CheckContext): void {
  const { text } = context.source;
  for (const { 0: prefix, index } of text.matchAll(PREFIX)) {
    const found = tokenAt(prefix, index + prefix.length, context);
    if (!found) continue;
    const { end, judged } = found;
    context.report({ at: { start: index, end }, statement: secretIdentity('GitHub token', text.slice(index, end)), ...judged });
  }
}
