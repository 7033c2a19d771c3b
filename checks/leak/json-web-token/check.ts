import { defineCheck } from '../../../src/engine/check.ts';
import { findJsonWebTokens } from './tokens.ts';

export default defineCheck({
  id: 'leak/json-web-token',
  family: 'leak',
  title: 'JSON web token in a file',
  cwe: [798, 522],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message:
    'A signed token stands here in full, and nothing in it ends it soon: whoever can read this file can act as the one it was made out to.',
  why: 'A bearer token is checked by its signature alone: it is good from anywhere until it expires or the key that signed it is changed. In a repository it is copied with every clone and stays in the history.',
  remediation:
    'End the session it belongs to, or change the signing key if tokens cannot be ended one by one. Then get a short-lived token at run time instead of keeping one.',
  limits:
    'Header and payload must be readable and the signature look like one. Tokens without an end or with a far one count as sure; those made for a day or less as low; those that ended before this check was written, unsigned ones, the well known example and keys made to be public are silent. Encrypted tokens (JWE) are not seen. In tests, examples and explanations, and in what tools write, it is low.',
  references: ['https://www.rfc-editor.org/rfc/rfc7519', 'https://www.rfc-editor.org/rfc/rfc8725'],
  detect: { kind: 'secret', families: [], look: (_, context) => findJsonWebTokens(context) },
});
