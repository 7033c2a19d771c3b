import { pathMatcher } from '../model/glob.ts';
import type { Policy } from '../model/policy.ts';
import type { TddMode } from '../model/review.ts';

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

/** Programs that document, configure, measure or build, that are made by a generator, or come from elsewhere. All lower case. */
const beside = pathMatcher([
  '**/{doc,docs,examples}/**',
  '*.stories.{js,jsx,ts,tsx}',
  '**/{bench,benches,benchmark,benchmarks}/**',
  // Declarations that nothing runs.
  '*.d.{ts,mts,cts}',
  '*.pyi',
  '{noxfile,setup}.py',
  '{build,*.build,psakefile}.ps1',
  '{gulpfile,gruntfile,jakefile}.{js,mjs,cjs,ts}',
  // As the generators themselves name them.
  '*.pb.{go,cc,h}',
  '*_pb2.py',
  '*_pb2_grpc.py',
  '*.{g,freezed}.dart',
  '*.designer.cs',
  '*.generated.{js,jsx,ts,tsx,go,rs,cs,java,kt,py}',
  '**/__generated__/**',
  '.{github,gitlab,circleci,ci,husky,vscode}/**',
  '*.config.{js,mjs,cjs,ts,mts,cts}',
  '.*rc.{js,mjs,cjs,ts}',
  '**/{vendor,third_party,node_modules}/**',
  '*.min.{js,mjs,cjs}',
]);

export interface PathKinds {
  readonly isTest: (path: string) => boolean;
  /** Production code, whatever its mode. */
  readonly isProgram: (path: string) => boolean;
  /** Production code that is judged: where the mode is `off`, a file counts as nothing. */
  readonly isProduction: (path: string) => boolean;
}

type PathSettings = Pick<Policy['tdd'], 'testPaths' | 'productionPaths' | 'paths' | 'mode'>;

/** Tells production code from tests, documents, configuration and what others wrote. */
export function pathKinds(settings: PathSettings): PathKinds {
  const isCoveredByTests = pathMatcher(settings.testPaths);
  const isNamed = pathMatcher(settings.productionPaths);
  const isSource = (path: string) => {
    const lowered = path.toLowerCase();
    return source(lowered) || (command(lowered) && !lowered.slice(lowered.lastIndexOf('/') + 1).includes('.'));
  };
  const isProgram = (path: string) => isSource(path) && (isNamed(path) || !(beside(path.toLowerCase()) || isCoveredByTests(path)));
  const modeAt = modeByPath(settings);
  return {
    isTest: (path) => isCoveredByTests(path) && !(isNamed(path) && isSource(path)),
    isProgram,
    isProduction: (path) => isProgram(path) && (settings.paths.length === 0 || modeAt(path) !== 'off'),
  };
}

export function productionCode(settings: PathSettings): (path: string) => boolean {
  return pathKinds(settings).isProduction;
}

/** The last path that covers a file decides. */
export function modeByPath({ paths, mode }: Pick<Policy['tdd'], 'paths' | 'mode'>): (path: string) => TddMode {
  const matchers = paths.map((one) => ({ covers: pathMatcher([one.path]), mode: one.mode })).reverse();
  return (path) => matchers.find(({ covers }) => covers(path))?.mode ?? mode;
}
