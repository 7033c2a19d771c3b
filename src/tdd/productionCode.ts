import { pathMatcher } from '../model/glob.ts';
import type { Policy } from '../model/policy.ts';

/** Files that hold a program. What is not listed (data, pictures, markup, lock files) needs no test written first. */
const source = pathMatcher([
  '*.{sh,bash,zsh,ksh,fish,ps1,psm1,bat,cmd}',
  '*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte}',
  '*.{py,pyi,rb,php,pl,pm,lua,r,jl,sql}',
  '*.{go,rs,c,h,cc,cpp,cxx,hh,hpp,zig,nim,m,mm,swift,d,s,asm}',
  '*.{java,kt,kts,scala,groovy,clj,cs,fs,vb,dart,sol}',
  '*.{ex,exs,erl,hs,ml,mli,elm}',
]);

/** A program without an extension, by its place. */
const command = pathMatcher(['**/{bin,sbin}/**']);

/** Programs that document, configure or come from elsewhere. */
const beside = pathMatcher([
  '**/{doc,docs,examples}/**',
  '.{github,gitlab,circleci,ci,husky,vscode}/**',
  '*.config.{js,mjs,cjs,ts,mts,cts}',
  '.*rc.{js,mjs,cjs,ts}',
  '**/{vendor,third_party,node_modules}/**',
  '*.min.{js,mjs,cjs}',
]);

export interface PathKinds {
  readonly isTest: (path: string) => boolean;
  readonly isProduction: (path: string) => boolean;
}

export function pathKinds(settings: Pick<Policy['tdd'], 'testPaths'>): PathKinds {
  return { isTest: pathMatcher(settings.testPaths), isProduction: productionCode(settings) };
}

/** Tells production code from tests, documents, configuration and what others wrote. */
export function productionCode(settings: Pick<Policy['tdd'], 'testPaths'>): (path: string) => boolean {
  const isTest = pathMatcher(settings.testPaths);
  return (path) => {
    const lowered = path.toLowerCase();
    const isCommand = command(lowered) && !lowered.slice(lowered.lastIndexOf('/') + 1).includes('.');
    return (source(lowered) || isCommand) && !beside(lowered) && !isTest(path);
  };
}
