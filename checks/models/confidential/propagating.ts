/**
 * What libraries do to values, without what they are to integrity: who steers a value, what makes it harmless for a database or a shell and
 * where it does harm there says nothing of whether it may be shown.
 */
import type { Library } from '../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;
type Call = Calls[string];
type Reads = NonNullable<Library['reads']>;
type Roles = NonNullable<Library['roles']>;

/** Made of nothing that is known, and still nothing to be shown. */
const RANDOM = /^(?:crypto\.random(?:Bytes|UUID)|uuid(?:\.v\d)?|nanoid(?:\.nanoid)?|cuid|secrets\.token_\w+|os\.urandom|uuid\.uuid4)$/;
/** What a file holds is nothing of its name. */
const READING = /^fs\.read|^require$|^fs\.mkdtemp/;

const ownType = (is: string | null): string | null => (is?.startsWith('source ') ? null : is);

function callOf(call: Call): Call | null {
  const { gives, into, takes, is, says, binds, isDeclared, never, keeps, entries, clears } = call;
  const isEmptied = clears === 'every' && (!gives || gives.as === 'number' || gives.as === 'boolean');
  const kept: Call = {
    ...(gives && { gives }),
    ...(into && { into }),
    ...(takes && { takes }),
    ...(is !== undefined && { is }),
    ...(says !== undefined && { says }),
    ...(binds && { binds }),
    ...(isDeclared && { isDeclared }),
    ...(never && { never }),
    ...(keeps && { keeps }),
    ...(isEmptied && { clears }),
    ...(entries && {
      entries: entries.map(({ returns, parameters, ...entry }) => ({
        ...entry,
        parameters: parameters.map(ownType),
        ...(returns && { returns: 'to response' as const }),
      })),
    }),
  };
  return Object.keys(kept).length > 0 ? kept : null;
}

function callsOf(calls: Calls): Calls {
  const kept: [string, Call][] = [];
  for (const [name, call] of Object.entries(calls)) {
    const one = RANDOM.test(name) || READING.test(name) ? null : callOf(call);
    if (one) kept.push([name, one]);
  }
  return Object.fromEntries(kept);
}

function readsOf(reads: Reads): Reads {
  const kept: [string, Reads[string]][] = [];
  for (const [name, { text, is, whole, clears }] of Object.entries(reads)) {
    kept.push([
      name,
      {
        ...(text !== undefined && { text }),
        ...(is !== undefined && { is }),
        ...(whole && { whole }),
        ...(clears === 'every' && { clears }),
      },
    ]);
  }
  return Object.fromEntries(kept);
}

/** Handlers whose results are sent as they are, whatever they are. */
const answering = /^fastapi\./;

function rolesOf(roles: Roles): Roles {
  return roles.map(({ returns, parameters, rest, self, ...role }) => ({
    ...role,
    parameters: parameters.map(ownType),
    ...(rest !== undefined && !rest.startsWith('source ') && { rest }),
    ...(self !== undefined && !self.startsWith('source ') && { self }),
    ...((returns || answering.test(role.decorator ?? '')) && { returns: 'to response' as const }),
  }));
}

/** A library's model as far as it says what becomes of values. */
export function propagating(data: Library): Library {
  return {
    library: data.library,
    ...(data.names && { names: data.names }),
    ...(data.calls && { calls: callsOf(data.calls) }),
    ...(data.reads && { reads: readsOf(data.reads) }),
    ...(data.roles && { roles: rolesOf(data.roles) }),
  };
}
