import { defineCheck, flow } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/add-type',
  family: 'injection',
  title: 'Code of a program compiled or loaded from values',
  cwe: [94],
  cvss: vectors.localCode,
  message: 'What this value holds is compiled or loaded into the session and runs with all its rights.',
  why: '`Add-Type -TypeDefinition` compiles its text: a quote or brace in the value ends what it was meant to be. An assembly that is loaded from bytes has been checked by nobody.',
  remediation:
    'Keep the source constant and hand values to its methods as arguments. Load assemblies from a folder that only administrators write, after comparing hash or signature.',
  limits: 'Loading an assembly is reported where its bytes or path come from another machine or a stranger. Constant source is silent.',
  references: [
    'https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/add-type',
    'https://cwe.mitre.org/data/definitions/94.html',
  ],
  detect: flow({ ps }),
});
