/** JSON web tokens made at run time, signed by chance: nothing accepts them. */

type Random = (length: number, seed: number) => string;

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const NOW = Date.UTC(2026, 5, 1) / 1000;

const payloads: Readonly<Record<string, (seed: number) => Record<string, unknown>>> = {
  endless: (seed) => ({ iss: 'acme', sub: `user-${seed}`, iat: NOW }),
  'service-role': (seed) => ({ iss: 'supabase', ref: `ref${seed}`, role: 'service_role', iat: NOW, exp: NOW + 3e8 }),
  anon: (seed) => ({ iss: 'supabase', ref: `ref${seed}`, role: 'anon', iat: NOW, exp: NOW + 3e8 }),
  rs256: (seed) => ({ iss: 'https://login.acme.io', sub: `svc-${seed}`, iat: NOW }),
  far: (seed) => ({ sub: `user-${seed}`, iat: NOW, exp: NOW + 3e7 }),
  hour: (seed) => ({ sub: `user-${seed}`, iat: NOW, exp: NOW + 3600 }),
  ended: (seed) => ({ sub: `user-${seed}`, iat: NOW - 1e8, exp: NOW - 9e7 }),
  nobody: (seed) => ({ some: `payload-${seed}` }),
  example: () => ({ sub: '1234567890', name: 'John Doe', iat: 1516239022 }),
};

/** A token of a kind, or null: `jwt-endless`, `jwt-endless-head`, `jwt-unsigned`. */
export function jsonWebToken(kind: string, seed: number, random: Random): string | null {
  if (kind === 'broken') return `${part({ alg: 'HS256' })}.eyJ${random(60, seed)}.${random(43, seed)}`;
  const name = kind.replace(/-(?:head|rest)$/, '');
  const cutSignature = name === 'cut' ? 'signature-goes-here-' : null;
  const payload = Object.hasOwn(payloads, name)
    ? payloads[name]!(seed)
    : name === 'cut' || name === 'unsigned'
      ? payloads.endless!(seed)
      : null;
  if (!payload) return null;
  const isRsa = name === 'rs256';
  const alg = name === 'unsigned' ? 'none' : isRsa ? 'RS256' : 'HS256';
  const token = `${part({ alg, typ: 'JWT' })}.${part(payload)}.${cutSignature ?? random(isRsa ? 342 : 43, seed)}`;
  return kind.endsWith('-head') ? token.slice(0, 50) : kind.endsWith('-rest') ? token.slice(50) : token;
}
