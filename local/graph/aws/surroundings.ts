import { requireString, type Registration, type ResourceType } from '../resourceType.ts';

/** Declares a type that has no local effect at all, with the reason. */
const inertType = (reason: string, outputs: ResourceType['outputs']): ResourceType => ({
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

/** Resources that have an effect in AWS only: firewall, network, budget, DNS, log delivery. */
export const surroundings: Readonly<Record<string, ResourceType>> = {
  'aws:wafv2/webAcl:WebAcl': inertType(FIREWALL, ({ physicalName, uuid, settings }) => {
    const arn = `arn:aws:wafv2:${settings.region}:${settings.accountId}:global/webacl/${physicalName}/${uuid()}`;
    return { id: uuid(), arn, name: physicalName };
  }),
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': inertType(FIREWALL, (registration) => ({
    id: requireString(registration, 'resourceArn'),
  })),
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': inertType(LOGS, named('logs', 'delivery-source:')),
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': inertType(
    LOGS,
    named('logs', 'delivery-destination:'),
  ),
  'aws:cloudwatch/logDelivery:LogDelivery': inertType(LOGS, named('logs', 'delivery:')),
  'aws:budgets/budget:Budget': inertType('nothing costs anything here', ({ physicalName, settings }) => ({
    id: `${settings.accountId}:${physicalName}`,
    name: physicalName,
  })),
  'aws:route53/record:Record': inertType('loopback has one name', ({ inputs, physicalName }) => ({
    id: physicalName,
    fqdn: inputs.name,
  })),
  'aws:ec2/securityGroup:SecurityGroup': inertType(NETWORK, ({ token }) => ({
    id: `sg-${token(17, '0123456789abcdef')}`,
  })),
  'aws:cloudtrail/trail:Trail': inertType('nothing is audited on a laptop', ({ physicalName, settings }) => ({
    id: `arn:aws:cloudtrail:${settings.region}:${settings.accountId}:trail/${physicalName}`,
    arn: `arn:aws:cloudtrail:${settings.region}:${settings.accountId}:trail/${physicalName}`,
    name: physicalName,
  })),
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': inertType(NETWORK, ({ token }) => ({
    id: `sg-${token(17, '0123456789abcdef')}`,
  })),
  'aws:ec2/flowLog:FlowLog': inertType(NETWORK, ({ token }) => ({
    id: `fl-${token(17, '0123456789abcdef')}`,
  })),
  'aws:ec2/vpcEndpoint:VpcEndpoint': inertType(NETWORK, ({ token, inputs }) => ({
    id: `vpce-${token(17, '0123456789abcdef')}`,
    ...(inputs.vpcEndpointType === 'Gateway' ? { prefixListId: `pl-${token(17, '0123456789abcdef')}` } : {}),
  })),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': inertType(NETWORK, ({ token }) => ({
    id: `sgr-${token(17, '0123456789abcdef')}`,
  })),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': inertType(NETWORK, ({ token }) => ({
    id: `sgr-${token(17, '0123456789abcdef')}`,
  })),
};

/** Outputs of components whose children another process registers: the mock monitor sees one resource of each. */
export const remoteComponents: Readonly<Record<string, Record<string, unknown>>> = {
  'awsx:ec2:Vpc': {
    vpcId: 'vpc-00000000000000000',
    isolatedSubnetIds: ['subnet-00000000000000000', 'subnet-00000000000000001'],
    routeTables: [{ id: 'rtb-00000000000000000' }, { id: 'rtb-00000000000000001' }],
  },
};
