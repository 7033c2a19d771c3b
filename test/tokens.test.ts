import { describe, expect, test } from '@jest/globals';
import { createTokens, reviewPermissions, type TokenRequest } from '../src/github/tokens.ts';

const start = Date.parse('2026-11-21T12:00:00Z');
const hour = 3_600_000;

function setting(fail: (request: TokenRequest) => Error | null = () => null) {
  let clock = start;
  const asked: TokenRequest[] = [];
  const tokens = createTokens(
    async (request) => {
      asked.push(request);
      const error = fail(request);
      if (error) throw error;
      return { token: `token ${asked.length}`, expires_at: new Date(clock + hour).toISOString() };
    },
    () => clock,
  );
  const pass = (ms: number) => {
    clock += ms;
  };
  return { tokens, asked, pass };
}

describe('installation tokens', () => {
  test('are made for one repository and what a review needs, once for as long as they last', async () => {
    const { tokens, asked, pass } = setting();
    const first = await tokens.forRepository(7, 42);
    pass(hour - 11 * 60_000);
    expect(await tokens.forRepository(7, 42)).toBe(first);
    // Another repository is another token.
    expect(await tokens.forRepository(7, 43)).not.toBe(first);
    // Ten minutes before its end it is not begun with any more.
    pass(2 * 60_000);
    expect(await tokens.forRepository(7, 42)).toBe('token 3');
    expect(asked).toEqual([42, 43, 42].map((id) => ({ installation_id: 7, repository_ids: [id], permissions: reviewPermissions })));
    expect(tokens.statistics()).toEqual({ minted: 3, reused: 1, dropped: 0, failed: 0, kept: 2 });
  });

  test('asked for at the same time are one', async () => {
    const { tokens, asked } = setting();
    const got = await Promise.all([1, 2, 3].map(() => tokens.forRepository(7, 42)));
    expect([new Set(got).size, asked.length]).toEqual([1, 1]);
    expect(tokens.statistics()).toEqual({ minted: 1, reused: 2, dropped: 0, failed: 0, kept: 1 });
  });

  test('are made without what an installation has not granted yet, and asked for whole again after an hour', async () => {
    let granted = false;
    const { tokens, asked, pass } = setting(({ permissions }) =>
      !granted && 'statuses' in permissions ? Object.assign(new Error('not granted'), { status: 422 }) : null,
    );
    expect(await tokens.forRepository(7, 42)).toBe('token 2');
    expect(await tokens.forRepository(7, 43)).toBe('token 3');
    expect(await tokens.forRepository(7, 42)).toBe('token 2');
    granted = true;
    pass(hour + 1);
    expect(await tokens.forRepository(7, 42)).toBe('token 4');
    const { statuses: _, ...narrow } = reviewPermissions;
    expect(asked.map(({ permissions }) => permissions)).toEqual([reviewPermissions, narrow, narrow, reviewPermissions]);
  });

  test('that GitHub no longer takes are made anew', async () => {
    const { tokens } = setting();
    tokens.drop(await tokens.forRepository(7, 42));
    tokens.drop('never given');
    await new Promise(setImmediate);
    expect(await tokens.forRepository(7, 42)).toBe('token 2');
    expect(tokens.statistics()).toEqual({ minted: 2, reused: 0, dropped: 1, failed: 0, kept: 1 });
  });

  test('that were refused are asked for again, and a floor that is none is none', async () => {
    let refusal: Error | null = Object.assign(new Error('no'), { status: 500 });
    const { tokens } = setting(() => refusal);
    await expect(tokens.forRepository(7, 42)).rejects.toThrow('no');
    refusal = Object.assign(new Error('not installed there'), { status: 422 });
    expect(await tokens.forFloor(7)).toBeNull();
    refusal = null;
    expect(await tokens.forRepository(7, 42)).toBe('token 3');
    expect(tokens.statistics()).toEqual({ minted: 1, reused: 0, dropped: 0, failed: 2, kept: 1 });
  });

  test('are told in numbers only', async () => {
    const { tokens } = setting();
    await tokens.forRepository(7, 42);
    expect(Object.values(tokens.statistics()).every((value) => typeof value === 'number')).toBe(true);
  });
});
