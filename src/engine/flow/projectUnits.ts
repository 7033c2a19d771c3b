/** The files of a project as units of the solver, made when the solver asks for them. */
import type { Language } from '../../model/analysis.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { madeOf, type Project } from '../project/project.ts';
import { resolveImport } from '../project/resolution.ts';
import type { FlowBinding } from './flowCheck.ts';
import type { Unit } from './programFlow.ts';

const families: Readonly<Partial<Record<Language, string>>> = {
  javascript: 'js',
  typescript: 'js',
  tsx: 'js',
  python: 'py',
  bash: 'bash',
  powershell: 'ps',
};

/** The unit of the file that is analysed, from which those of the others are reached. */
export function unitInProject(main: Pick<Unit, 'path' | 'program' | 'source'>, binding: FlowBinding, project: Project): Unit {
  const { language } = project;
  const known = new Map<string, Unit | null>();

  function unitAt(path: string): Unit | null {
    let unit = known.get(path);
    if (unit === undefined) {
      // Whoever asks on the way is in a circle.
      known.set(path, null);
      unit = made(path);
      known.set(path, unit);
    }
    return unit;
  }

  function made(path: string): Unit | null {
    const file = project.file(path);
    if (!file || families[file.language] !== families[language]) return null;
    const program = madeOf(file, binding, () => binding.lower(new SyntaxNode(file.tree, 0), file.source));
    return unitOf({ path, program, source: file.source }, file.language);
  }

  function unitOf({ path, program, source }: Pick<Unit, 'path' | 'program' | 'source'>, own: Language): Unit {
    return {
      path,
      program,
      source,
      model: binding.model,
      isChanged: project.isChanged(path),
      hasUnchanged: project.hasUnchanged(binding.needs),
      resolve: (from, member) => {
        const found = resolveImport(own, path, from, project, member ?? null);
        return found === null ? null : unitAt(found);
      },
      importers: (mayBeGiven) => {
        const paths = path === project.path ? project.importers((text) => mayBeGiven(text, binding.model)) : [];
        return paths.flatMap((one) => unitAt(one) ?? []);
      },
    };
  }

  const unit = unitOf(main, language);
  known.set(main.path, unit);
  return unit;
}
