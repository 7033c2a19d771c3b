import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  awsKeyIds,
  awsSecretKeys,
  families,
  familyById,
  gitHubTokens,
  jsonWebTokens,
  npmTokens,
  providerTokens,
} from '../checks/models/secrets/index.ts';
import { weighSecret } from '../checks/models/secrets/ladder.ts';
import { isPublishedSample } from '../checks/models/secrets/publishedSamples.ts';
import { secretPage } from '../scripts/secretPage.ts';
import { characters as alphabets } from '../src/engine/literals/alphabets.ts';
import { asItStands } from '../src/engine/literals/derivedText.ts';
import type { Piece, SecretFamily } from '../src/engine/literals/family.ts';
import type { FoundSecret } from '../src/engine/literals/foundSecret.ts';
import { withoutOverlaps } from '../src/engine/literals/overlaps.ts';
import { SecretSearch } from '../src/engine/literals/secretSearch.ts';
import { characters } from './support/characters.ts';
import { nearMissesOf, placeholderOf, sampleOf, spoiledOf } from './support/secretSamples.ts';

function duplicatesOf(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

/** Whether a form has a fixed text of three characters, so that it can be looked for. */
function hasMark(form: readonly Piece[]): boolean {
  return form.some((piece) =>
    typeof piece === 'string' ? piece.length >= 3 : 'oneOf' in piece && piece.oneOf.every((text) => text.length >= 3),
  );
}

/** Runs whose bounds are turned round, and marks that are no text. */
function faultsOf(form: readonly Piece[]): string[] {
  return form.flatMap((piece) => {
    if (typeof piece === 'string') return piece === '' ? ['empty text'] : [];
    if ('oneOf' in piece) return piece.oneOf.length === 0 || new Set(piece.oneOf).size < piece.oneOf.length ? ['oneOf'] : [];
    if ('optional' in piece) return faultsOf(piece.optional);
    return 'run' in piece && (piece.min < 1 || piece.max < piece.min) ? [`${piece.run} ${piece.min} ${piece.max}`] : [];
  });
}

const idsWhere = (fits: (family: SecretFamily) => boolean) => families.filter(fits).map((family) => family.id);

describe('the kinds of secrets that are known by their form', () => {
  test.each([
    ['Akamai'],
    ['Atlassian'],
    ['Auth0'],
    ['AWS'],
    ['Azure DevOps'],
    ['Bitbucket'],
    ['CircleCI'],
    ['Cloudflare'],
    ['crates.io'],
    ['Databricks'],
    ['DigitalOcean'],
    ['Discord'],
    ['Docker Hub'],
    ['Doppler'],
    ['Dropbox'],
    ['GitHub'],
    ['GitLab'],
    ['Google'],
    ['Grafana'],
    ['HashiCorp Vault'],
    ['Heroku'],
    ['Hugging Face'],
    ['Linear'],
    ['Mailgun'],
    ['Mapbox'],
    ['Azure'],
    ['Netlify'],
    ['New Relic'],
    ['Notion'],
    ['npm'],
    ['NuGet'],
    ['OpenAI'],
    ['Anthropic'],
    ['PayPal'],
    ['PlanetScale'],
    ['Postman'],
    ['PyPI'],
    ['RubyGems'],
    ['SendGrid'],
    ['Sentry'],
    ['Shopify'],
    ['Slack'],
    ['SonarQube'],
    ['Square'],
    ['Stripe'],
    ['Supabase'],
    ['Tailscale'],
    ['Telegram'],
    ['Twilio'],
    ['Vercel'],
    ['age'],
  ])('%s is among their providers', (provider) => {
    expect(families.some((family) => family.provider === provider)).toBe(true);
  });

  test('are told apart by their ids', () => {
    expect(duplicatesOf(families.map((family) => family.id))).toEqual([]);
    expect(families.map(({ id }) => familyById(id))).toEqual(families);
    expect(familyById('none')).toBe(null);
  });

  test('are told apart by their forms', () => {
    expect(duplicatesOf(families.map(({ form, near }) => JSON.stringify([form, near ?? null])))).toEqual([]);
  });

  test('can be looked for', () => {
    expect(idsWhere(({ form, near }) => !hasMark(form) && near === undefined)).toEqual([]);
    expect(families.flatMap(({ id, form }) => faultsOf(form).map((fault) => `${id}: ${fault}`))).toEqual([]);
    expect(idsWhere(({ near }) => near?.some((word) => word !== word.toLowerCase() || /[-_.\s]/.test(word)) === true)).toEqual([]);
    expect(idsWhere(({ near }) => near !== undefined && near.length !== new Set(near).size)).toEqual([]);
  });

  test('say where they are taken back, or that it is not known', () => {
    expect(idsWhere(({ revoke }) => revoke !== null && !/^https:\/\/[a-z0-9.-]+\.[a-z]+(?:\/|$)/.test(revoke))).toEqual([]);
    expect(idsWhere(({ source }) => source !== 'public rule sets' && !source.startsWith('https://'))).toEqual([]);
  });

  test('have ids that need no escaping', () => {
    expect(idsWhere(({ id }) => !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  test('are each looked for by one check', () => {
    const own = [...gitHubTokens, ...npmTokens, ...awsKeyIds, ...awsSecretKeys, ...jsonWebTokens];
    expect([...own, ...providerTokens].map(({ id }) => id).sort()).toEqual(families.map(({ id }) => id).sort());
  });

  test('are more than the two hundred that were asked for', () => {
    expect(providerTokens.length).toBeGreaterThan(220);
  });
});

const search = new SecretSearch(families);

function foundIn(text: string): FoundSecret[] {
  return withoutOverlaps(search.search(asItStands(text)));
}

/** A name that tells of the family, or one that tells nothing. */
function nameFor({ near }: SecretFamily): string {
  return near?.find((word) => /^[a-z][a-z0-9]+$/.test(word)) ?? near?.[0] ?? 'value';
}

const carriers: Readonly<Record<string, (name: string, value: string) => string>> = {
  'a constant': (name, value) => `const ${name} = '${value}';\n`,
  YAML: (name, value) => `settings:\n  ${name}: ${value}\n  retries: 3\n`,
  '.env': (name, value) => `DEBUG=1\n${name.toUpperCase()}=${value}\n`,
  JSON: (name, value) => `{"debug": true, "${name}": "${value}", "retries": 3}`,
  'a query': (name, value) => `see https://host.invalid/path?${name}=${value} for more`,
  'a header': (name, value) => `curl -sS -H "${name}: ${value}" https://host.invalid/\n`,
};

const table = families.map((family) => [family.id, family] as const);

describe('a secret is found wherever it stands, and named by its family', () => {
  test.each(table)('%s', (id, family) => {
    const name = nameFor(family);
    const found: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const [carrier, write] of Object.entries(carriers)) {
      for (const seed of [2, 5]) {
        const value = sampleOf(family, seed);
        const key = `${carrier}, ${seed}`;
        const text = write(name, value);
        const start = text.indexOf(value);
        found[key] = foundIn(text).map((secret) => [secret.family.id, secret.start, secret.end]);
        wanted[key] = [[id, start, start + value.length]];
      }
    }
    expect(found).toEqual(wanted);
  });
});

describe('what only looks like it is not', () => {
  test.each(table)('%s', (id, family) => {
    const name = nameFor(family);
    const found = nearMissesOf(family, 7).filter(({ text }) =>
      Object.values(carriers).some((write) =>
        foundIn(write(name, text)).some((secret) => secret.family.id === id && secret.proof !== 'invalid'),
      ),
    );
    expect(found.map(({ why }) => why)).toEqual([]);
  });

  test.each(table.filter(([, family]) => spoiledOf(family, 1) !== null))('%s whose proof fails', (_, family) => {
    const found = foundIn(carriers.JSON!(nameFor(family), spoiledOf(family, 4)!));
    expect(found.filter((secret) => secret.proof === 'valid')).toEqual([]);
  });

  test.each(table.filter(([, family]) => family.near && !family.form.some((piece) => typeof piece === 'string' && piece.length > 3)))(
    '%s under a name that tells nothing',
    (id, family) => {
      expect(foundIn(carriers.JSON!('checksum', sampleOf(family, 3))).filter((secret) => secret.family.id === id)).toEqual([]);
    },
  );
});

describe('what stands in for it weighs nothing', () => {
  test.each(table)('%s', (_, family) => {
    const texts = (['x', '1234567890'] as const).map((filler) => carriers.YAML!(nameFor(family), placeholderOf(family, filler)));
    const weights = texts.flatMap((text) => foundIn(text).map((secret) => weighSecret(secret, { role: 'production' })));
    expect(weights.filter((weight) => weight?.confidence === 'high')).toEqual([]);
  });
});

/** Characters of these alphabets and lengths behind a mark. */
function drawn(mark: string, ...runs: readonly (readonly [keyof typeof alphabets, number])[]): string {
  return mark + runs.map(([alphabet, length], index) => characters(alphabets[alphabet], length, index + 11)).join('');
}

describe('forms that a token can have beside the usual one', () => {
  test.each([
    ['1password-service-token', drawn('ops_eyJ', ['base64url', 300])],
    ['mapbox-secret-token', `${drawn('sk.eyJ1Ijoi', ['base62', 60])}.${drawn('', ['base62', 22])}`],
    ['grafana-cloud-token', drawn('glc_', ['base62', 60])],
    ['sentry-organization-token', `${drawn('sntrys_eyJpYXQiO', ['base62', 120])}_${drawn('', ['base62', 43])}`],
    ['bitbucket-app-password', drawn('ATBB', ['base62', 32])],
    ['clojars-token', drawn('CLOJARS_', ['base36', 60])],
    ['dynatrace-token', `${drawn('dt0c01.', ['base62', 24])}.${drawn('', ['base36', 64])}`],
    ['hugging-face-token', drawn('hf_', ['base62', 34])],
    ['shippo-token', drawn('shippo_live_', ['HEX', 40])],
  ])('%s', (id, value) => {
    expect(foundIn(`key: ${value}\n`).map((secret) => [secret.family.id, secret.value, secret.proof])).toEqual([[id, value, 'none']]);
  });

  test.each([
    ['jfrog-key', 'artifactory_api_key', drawn('', ['base62', 73])],
    ['jfrog-token', 'JFROG_TOKEN', drawn('', ['base62', 64])],
    ['adafruit-key', 'ADAFRUIT_API_KEY', drawn('', ['base64url', 32])],
  ])('%s by its name', (id, name, value) => {
    expect(foundIn(`${name}=${value}\n`).map((secret) => [secret.family.id, secret.value])).toEqual([[id, value]]);
  });
});

function signed(payload: object, secret: string): string {
  const encoded = [{ alg: 'HS256', typ: 'JWT' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${encoded}.${createHmac('sha256', secret).update(encoded).digest('base64url')}`;
}

describe('values that everybody may know', () => {
  const tutorial = signed({ sub: '1234567890', name: 'John Doe', iat: 1516239022 }, 'your-256-bit-secret');
  const emulator = ['Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzF', 'T50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOt', 'r/KBHBeksoGMGw=='].join('');
  const network = ['ac0974bec39a17e36ba4a6b4d238ff94', '4bacb478cbed5efcae784d7bf4f2ff80'].join('');
  test.each([
    ['the web token of a tutorial', tutorial, true],
    ['the key of a storage emulator', emulator, true],
    ['the same in a connection string', `AccountKey=${emulator}`, true],
    ['the first key of a test network', `0x${network}`, true],
    ['another web token', signed({ sub: '1234567891', name: 'John Doe', iat: 1516239022 }, 'your-256-bit-secret'), false],
    ['another key', network.replace('a', 'b'), false],
  ])('%s', (_, value, isPublished) => {
    expect(isPublishedSample(value)).toBe(isPublished);
  });

  test.each([
    ['a connection string', `AccountKey=${emulator};`],
    ['a web token', `token = "${tutorial}"`],
  ])('%s with one weighs nothing', (_, text) => {
    expect(foundIn(text).map((secret) => weighSecret(secret, { role: 'production' }))).toEqual([null]);
  });
});

test('the page of them says how each is known and where it is taken back', () => {
  const of = (id: string): SecretFamily => familyById(id)!;
  const ids = ['npm-access-token', 'gitlab-job-token', 'docker-hub-token', 'fauna-secret', 'mailgun-public-key', 'aws-access-key-id'];
  expect(secretPage(ids.map(of)).split('\n').slice(7)).toEqual([
    '| AWS | access key id (opens nothing alone) | `AKIA`, `ABIA`, `ACCA` | account number | [page](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html) |',
    '| Docker Hub | personal access token | `dckr_pat_` | | [page](https://app.docker.com/settings/personal-access-tokens) |',
    '| Fauna | key secret | a name such as `faunasecret` | | none known |',
    '| GitLab | CI/CD job token (short-lived) | `glcbt-` | | none known |',
    '| Mailgun | public validation key (public) | `pubkey-` | | [page](https://app.mailgun.com/settings/api_security) |',
    '| npm | access token | `npm_` | CRC-32 in base 62 | [page](https://docs.npmjs.com/revoking-access-tokens) |',
    '',
  ]);
});
