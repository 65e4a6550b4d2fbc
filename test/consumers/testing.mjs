// A consumer's unit test: the program under the mocks of the package, with a permissions boundary on every role.
import { createRequire } from 'node:module';
import { ImageAnalysis } from 'dicom-analyzer/components';
import { createMocks } from 'dicom-analyzer/testing';

const pulumi = createRequire(import.meta.url)('@pulumi/pulumi');
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const resources = [];
await pulumi.runtime.setMocks(createMocks((resource) => resources.push(resource)));
const { apiUrl } = await pulumi.runtime.runInPulumiStack(async () => {
  const analysis = new ImageAnalysis('imaging', {
    oidcIssuer: 'https://login.example.org',
    oidcAudience: 'imaging',
    oidcClientId: 'portal',
    network: 'create',
    transform: {
      role: (args) => ({ ...args, permissionsBoundary: BOUNDARY }),
      function: (args, { name, type }) => ({ ...args, description: `${type} ${name}` }),
    },
  });
  return { apiUrl: analysis.apiUrl };
});
await pulumi.runtime.disconnect();
const of = (type) => resources.filter((resource) => resource.type === type);
const roles = of('aws:iam/role:Role');
console.log(
  JSON.stringify({
    apiUrl,
    roles: roles.length,
    unbounded: roles.filter(({ inputs }) => inputs.permissionsBoundary !== BOUNDARY).length,
    described: of('aws:lambda/function:Function')
      .map(({ inputs }) => inputs.description)
      .sort()[0],
  }),
);
