import { defineCheck, flow } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/native-deserialize',
  family: 'injection',
  title: 'Objects made from what others wrote',
  cwe: [502],
  cvss: vectors.remoteCode,
  message: 'This makes objects of whatever types the data names; with chosen data that runs code.',
  why: '`BinaryFormatter` and its kin build any type and call its methods while they read. `Import-Clixml` and `PSSerializer` rebuild objects with their properties, and trust what the file says they are.',
  remediation: 'Exchange data as JSON (`ConvertFrom-Json`) or CSV, and check what comes in against what is expected.',
  limits:
    '`BinaryFormatter` is reported at medium confidence whatever it reads, `Import-Clixml` only for files of other machines and for what strangers steer.',
  references: [
    'https://learn.microsoft.com/dotnet/standard/serialization/binaryformatter-security-guide',
    'https://cwe.mitre.org/data/definitions/502.html',
  ],
  detect: flow({ ps }),
});
