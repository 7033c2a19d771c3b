/** A file at a revision, for the links of a comment's trace. */

import { redact } from '../../src/redact/redact.ts';
import { html } from './html.ts';
import { documentOf } from './layout.ts';

/** More would not help anyone who came to see one line. */
const LINES = 5000;

export function blobPage(path: string, text: string): string {
  const rows = redact(text)
    .replace(/\n$/, '')
    .split('\n')
    .slice(0, LINES)
    .map(
      (line, index) => html`<tr id="L${index + 1}"><td class="number">${index + 1}</td><td class="code">${line}</td></tr>
`,
    );
  const body = html`<div class="wide"><main class="file blob"><header class="path"><code>${path}</code></header>
<div class="scroll"><table class="diff" aria-label="${path}"><tbody>${rows}</tbody></table></div></main></div>`;
  return documentOf(path, body);
}
