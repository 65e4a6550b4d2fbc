import { stringInput, type Registration, type ResourceType } from '../resourceType.ts';

/** A type that changes nothing on a laptop as a whole, with the reason. */
const without = (reason: string, outputs: ResourceType['outputs']): ResourceType => ({
  outputs,
  served: [],
  inert: { '*': reason },
});

const named =
  (service: string, kind: string, property = 'name') =>
  (registration: Registration) => {
    const { region, accountId } = registration.settings;
    const given = registration.inputs[property];
    const name = typeof given === 'string' ? given : registration.physicalName;
    const arn = `arn:aws:${service}:${region}:${accountId}:${kind}${name}`;
    return { id: name, name, arn };
  };

const FIREWALL = 'no firewall runs on loopback';
const NETWORK = 'loopback has no subnets';
const LOGS = 'deliveries go to a bucket, minutes later';

/** What surrounds the pipeline in the cloud only: firewall, network, budget, names, log deliveries. */
export const surroundings: Readonly<Record<string, ResourceType>> = {
  'aws:wafv2/webAcl:WebAcl': without(FIREWALL, ({ physicalName, uuid, settings }) => {
    const arn = `arn:aws:wafv2:${settings.region}:${settings.accountId}:global/webacl/${physicalName}/${uuid()}`;
    return { id: uuid(), arn, name: physicalName };
  }),
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': without(FIREWALL, (registration) => ({
    id: stringInput(registration, 'resourceArn'),
  })),
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': without(LOGS, named('logs', 'delivery-source:')),
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': without(
    LOGS,
    named('logs', 'delivery-destination:'),
  ),
  'aws:cloudwatch/logDelivery:LogDelivery': without(LOGS, named('logs', 'delivery:')),
  'aws:budgets/budget:Budget': without('nothing costs anything here', ({ physicalName, settings }) => ({
    id: `${settings.accountId}:${physicalName}`,
    name: physicalName,
  })),
  'aws:route53/record:Record': without('loopback has one name', ({ inputs, physicalName }) => ({
    id: physicalName,
    fqdn: inputs.name,
  })),
  'aws:ec2/securityGroup:SecurityGroup': without(NETWORK, ({ token }) => ({
    id: `sg-${token(17, '0123456789abcdef')}`,
  })),
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': without(NETWORK, ({ token }) => ({
    id: `sg-${token(17, '0123456789abcdef')}`,
  })),
  'aws:ec2/flowLog:FlowLog': without(NETWORK, ({ token }) => ({
    id: `fl-${token(17, '0123456789abcdef')}`,
  })),
  'aws:ec2/vpcEndpoint:VpcEndpoint': without(NETWORK, ({ token, inputs }) => ({
    id: `vpce-${token(17, '0123456789abcdef')}`,
    ...(inputs.vpcEndpointType === 'Gateway' ? { prefixListId: `pl-${token(17, '0123456789abcdef')}` } : {}),
  })),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': without(NETWORK, ({ token }) => ({
    id: `sgr-${token(17, '0123456789abcdef')}`,
  })),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': without(NETWORK, ({ token }) => ({
    id: `sgr-${token(17, '0123456789abcdef')}`,
  })),
};

/** Components whose children another process registers: the mock monitor sees one resource, and must give its outputs. */
export const remoteComponents: Readonly<Record<string, Record<string, unknown>>> = {
  'awsx:ec2:Vpc': {
    vpcId: 'vpc-00000000000000000',
    isolatedSubnetIds: ['subnet-00000000000000000', 'subnet-00000000000000001'],
    routeTables: [{ id: 'rtb-00000000000000000' }, { id: 'rtb-00000000000000001' }],
  },
  'awsx:cloudtrail:Trail': {},
};
