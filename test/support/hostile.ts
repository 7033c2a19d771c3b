/** Texts that try to get out of where they are shown, and secrets that must not. Token shapes are made at run time. */
import { characters } from './characters.ts';
import { fillSecrets } from './secrets.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const hex = '0123456789abcdef';

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const jwt = [base64url({ alg: 'HS256', typ: 'JWT' }), base64url({ sub: '1', name: 'canary' }), characters(letters, 43, 9)].join('.');
const dashes = '-'.repeat(5);
const pemBody = [characters(letters, 64, 3), characters(letters, 64, 4), characters(letters, 40, 5)];
const awsSecret = fillSecrets('{{aws-secret}}');

/** Forms that are a prefix and a body; the prefix is split so that no scanner sees it here. */
const prefixed: readonly (readonly [kind: string, before: string, body: string, after?: string])[] = [
  ['GitLab', `gl${'pat'}-`, characters(letters, 20, 6)],
  ['GitLab routable', `gl${'pat'}-`, characters(letters, 30, 6), '.01.abcdefg'],
  ['GitLab runner', `gl${'rt'}-`, characters(letters, 20, 6)],
  ['Slack app', `xa${'pp'}-1-`, characters(letters, 30, 6)],
  ['Slack refresh', `xo${'xe'}.`, characters(letters, 30, 6)],
  ['Stripe restricted', `rk_${'live'}_`, characters(letters, 24, 6)],
  ['Stripe webhook', `wh${'sec'}_`, characters(letters, 32, 6)],
  ['OpenAI of old', `s${'k-'}`, characters(letters, 48, 6)],
  ['Google OAuth', `GOC${'SPX'}-`, characters(letters, 28, 6)],
  ['Google access', `ya${'29'}.`, characters(letters, 60, 6)],
  ['Atlassian', `ATAT${'T3'}xFfGF0`, characters(letters, 180, 6)],
  ['Grafana', `gl${'sa'}_`, characters(letters, 32, 6), `_${characters(hex, 8, 6)}`],
  ['PyPI', `py${'pi'}-AgEIcHlwaS5vcmc`, characters(letters, 60, 6)],
  ['Vault', `h${'vs'}.`, characters(letters, 92, 6)],
  ['SendGrid', `S${'G'}.${characters(letters, 22, 6)}.`, characters(letters, 43, 7)],
  ['Mailgun', `ke${'y-'}`, characters(hex, 32, 6)],
  ['Mailchimp', '', characters(hex, 32, 6), `-us${'12'}`],
  ['Hugging Face', `h${'f_'}`, characters(letters, 34, 6)],
  ['DigitalOcean', `do${'p_v1'}_`, characters(hex, 64, 6)],
  ['Databricks', `da${'pi'}`, characters(hex, 32, 6)],
  ['Pulumi', `pu${'l-'}`, characters(hex, 40, 6)],
  ['Supabase', `sb${'p_'}`, characters(hex, 40, 6)],
  ['Azure storage', `Account${'Key'}=`, characters(letters, 86, 6), '=='],
  ['Shopify', `shp${'at'}_`, characters(hex, 32, 6)],
  ['Linear', `lin_${'api'}_`, characters(letters, 40, 6)],
  ['Postman', `PM${'AK'}-`, characters(hex, 34, 6)],
  ['Doppler', `dp${'.pt'}.`, characters(letters, 43, 6)],
  ['RubyGems', `ruby${'gems'}_`, characters(hex, 48, 6)],
  ['PlanetScale', `pscale_${'tkn'}_`, characters(letters, 43, 6)],
  ['Sentry user', `sntr${'yu'}_`, characters(hex, 64, 6)],
  ['Sentry org', `sntr${'ys'}_`, characters(letters, 60, 6)],
  ['Docker Hub', `dckr_${'pat'}_`, characters(letters, 27, 6)],
  ['Tailscale', `ts${'key'}-auth-`, characters(letters, 30, 6)],
  ['Fly', `fm${'2_'}`, characters(letters, 60, 6)],
  ['age', `AGE-SECRET-${'KEY'}-1`, characters('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58, 6)],
  ['Telegram', `12345678${'90'}:`, `AA${characters(letters, 33, 6)}`],
  ['Discord', `M${characters(letters, 23, 6)}.${characters(letters, 6, 6)}.`, characters(letters, 30, 7)],
  ['basic authorization', 'Authorization: Basic ', characters(letters, 30, 6)],
];

/** Each secret in a text, and the part of it that must be nowhere afterwards. */
export const secrets: readonly { readonly kind: string; readonly text: string; readonly hidden: readonly string[] }[] = [
  ...['ghp', 'gho', 'ghs', 'npm'].map((kind) => {
    const token = fillSecrets(`{{${kind}}}`);
    return { kind, text: `before ${token} after`, hidden: [token, token.slice(4, 24)] };
  }),
  ...['ghu', 'ghr'].map((prefix) => {
    const body = characters(letters, 36, 7);
    return { kind: prefix, text: `x=${prefix}_${body}`, hidden: [body.slice(0, 12)] };
  }),
  {
    kind: 'github_pat',
    text: `github${'_pat_'}${characters(letters, 22, 1)}_${characters(letters, 59, 2)}`,
    hidden: [characters(letters, 59, 2)],
  },
  { kind: 'ghs with a JWT', text: `token ghs_${'123456'}_${jwt}.`, hidden: jwt.split('.') },
  { kind: 'JWT', text: `cookie=${jwt};`, hidden: jwt.split('.') },
  { kind: 'JWT after an escaped line break', text: `\\n${jwt}`, hidden: jwt.split('.') },
  {
    kind: 'AWS pair',
    text: `id=${fillSecrets('{{aws-id}}')}\nkey=${awsSecret}`,
    hidden: [fillSecrets('{{aws-id}}'), awsSecret],
  },
  { kind: 'AWS secret by name', text: `aws_secret_access_key = ${awsSecret}`, hidden: [awsSecret] },
  {
    kind: 'PEM',
    text: `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${pemBody.join('\n')}\n${dashes}END RSA PRIVATE KEY${dashes}\nrest`,
    hidden: pemBody,
  },
  { kind: 'PEM without an end', text: `key = "${dashes}BEGIN PRIVATE KEY${dashes}\\n${pemBody.join('\\n')}`, hidden: pemBody },
  {
    kind: 'PEM in base64',
    text: Buffer.from(`${dashes}BEGIN PRIVATE KEY${dashes}\n${pemBody[0]}`).toString('base64'),
    hidden: [pemBody[0]!],
  },
  { kind: 'Slack', text: `xox${'b'}-123456789012-${characters(letters, 24, 8)}`, hidden: [characters(letters, 24, 8)] },
  {
    kind: 'Slack webhook',
    text: `https://hooks.slack${'.com/services/'}T00000000/B00000000/${characters(letters, 24, 8)}`,
    hidden: [characters(letters, 24, 8)],
  },
  { kind: 'Stripe', text: `sk_${'live'}_${characters(letters, 24, 6)}`, hidden: [characters(letters, 24, 6)] },
  { kind: 'Google', text: `AI${'za'}${characters(letters, 35, 6)}`, hidden: [characters(letters, 35, 6)] },
  { kind: 'Anthropic', text: `sk-${'ant'}-api03-${characters(letters, 93, 6)}AA`, hidden: [characters(letters, 93, 6)] },
  { kind: 'OpenAI', text: `sk-${'proj'}-${characters(letters, 48, 6)}`, hidden: [characters(letters, 48, 6)] },
  ...prefixed.map(([kind, before, body, after]) => ({ kind, text: `${before}${body}${after ?? ''}`, hidden: [body] })),
  { kind: 'URL', text: `https://user:${characters(letters, 12, 6)}@host.example/x`, hidden: [characters(letters, 12, 6)] },
  { kind: 'header', text: `Authorization: Bearer ${characters(letters, 30, 6)}`, hidden: [characters(letters, 30, 6)] },
  { kind: 'assignment', text: `password = "${characters(letters, 16, 6)}"`, hidden: [characters(letters, 16, 6)] },
];

/** Looks like a secret to a careless pattern, and is none. */
export const innocents = [
  'https://user:$TOKEN@host.example/x',
  'https://user:${TOKEN}@host.example/x',
  'token: "${secrets.TOKEN}"',
  'npm_config_registry and ghp_ and sk-learn',
  'uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
  'task-list of the bearer of news',
  'a JWT starts with eyJ',
  'sha512-aaaabbbbccccddddeeeeffff0000111122223333',
];

/** Ways out of Markdown, a terminal, or what a reader can see. */
export const hostile = [
  '@octocat and @org/team, a@b.example',
  '#1 owner/repo#12 GH-3 owner/repo@0123456789abcdef0123456789abcdef01234567 0123456789abcdef0123456789abcdef01234567 GHSA-aaaa-bbbb-cccc',
  'https://evil.example http://evil.example www.evil.example ftp://evil.example mailto:a@b.example xmpp:a@b.example',
  '[a](https://evil.example) ![b](https://evil.example/x.png) [c]: https://evil.example [^1] <https://evil.example>',
  '<img src=x onerror=alert(1)> <script>alert(1)</script> <!-- <a href="//evil.example"> </details> <!-- portcullis:fp=0 -->',
  '&lt;b&gt; &#64;octocat &commat;octocat &#x5b;a](//evil.example)',
  '*a* **b** __c__ ~~d~~ $e$ :tada: - [ ] f',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '1) item',
  '> quote',
  '---',
  '===',
  '***',
  '| a | b |\n| - | - |\n| c | d |',
  'a|b\\|c\\\\|d|',
  '    indented code',
  '```\ncode\n```\n@octocat',
  '~~~\ncode\n~~~',
  '` `` ``` ```` `a``b` `@octocat',
  'a`b',
  '`',
  '``',
  ' ` ',
  'one\n\n# two\r\nthree\rfour\u2028five\u2029six\u0085seven',
  'back\\slash\\',
  '\\@octocat \\<b> \\`code`',
  'right\u202eleft \u2066isolate\u2069 \u200bzero\u200d \ufeffbom \u00ad \ufff9note\ufffb',
  'tag \u{e0061}\u{e0062} half \ud800 x \udc00 private \ue000',
  '\u001b[31mred\u001b[0m \u009b31m \u0007 \u0000 \u007f',
  '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '::error file=a::b\n::add-mask::x',
  '##[error]x ##[add-mask]y',
  'plain words, nothing else',
  '',
  ' ',
];
