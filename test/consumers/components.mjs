// A Pulumi program that uses the package, under Pulumi's mocks.
import { createRequire } from 'node:module';
import { ImageAnalysis } from 'dicom-analyzer/components';

const pulumi = createRequire(import.meta.url)('@pulumi/pulumi');
let functions = 0;
let objects = 0;
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    if (type === 'aws:lambda/function:Function') functions++;
    if (type === 'aws:s3/bucketObjectv2:BucketObjectv2') objects++;
    return {
      id: name,
      state: {
        ...inputs,
        arn: `arn:${name}`,
        name,
        bucket: name,
        apiEndpoint: 'https://api.example.org',
        domainName: 'portal.example.org',
      },
    };
  },
  call: () => ({ accountId: '123456789012', region: 'eu-central-1', randomPassword: 'r'.repeat(64) }),
});
const { portalUrl } = await pulumi.runtime.runInPulumiStack(async () => {
  const analysis = new ImageAnalysis('imaging', {
    oidcIssuer: pulumi.output('https://login.example.org'),
    oidcAudience: 'imaging',
    oidcClientId: 'portal',
  });
  return { portalUrl: analysis.portalUrl };
});
await pulumi.runtime.disconnect();
console.log(JSON.stringify({ functions, objects, portalUrl }));
