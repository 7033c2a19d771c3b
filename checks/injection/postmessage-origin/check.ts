import { defineCheck } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/postmessage-origin',
  family: 'injection',
  title: 'Message of another window acted on without a look at its origin',
  cwe: [346, 940, 20],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  message: 'Any page that holds a handle of this window can send this message; nothing here asks where it came from.',
  why: 'Whoever frames or opens the page can post to it. What the handler does with the data it does for everybody.',
  remediation: 'Compare `event.origin` with the whole origin that is expected (or `event.source` with the window) before the data is used.',
  limits: 'Handlers that do nothing with the data, and those in workers, are not reported.',
  references: ['https://developer.mozilla.org/en-US/docs/Web/API/Window/postMessage#security_concerns'],
  detect: { kind: 'syntax', js },
});
