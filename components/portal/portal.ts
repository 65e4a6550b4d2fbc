import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from '../storage/accessLogs.ts';
import { STAGE_NAME, type Api } from '../api/api.ts';
import { createDistributionLog } from './createDistributionLog.ts';
import { createWebAcl, type WebAclArgs } from './createWebAcl.ts';
import { buildDistributionArgs } from './buildDistributionArgs.ts';
import { siteFiles, type SiteFile } from '../../bundling/siteFiles.ts';
import { createResponseHeaders } from './createResponseHeaders.ts';
import { PrivateBucket } from '../storage/privateBucket.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface PortalArgs {
  api: Api;
  /** Receives the access logs of the bucket and of the distribution. */
  accessLogs: AccessLogs;
  /** The contents of `config.json`, beside `apiUrl`. */
  signIn: {
    issuer: pulumi.Input<string>;
    clientId: pulumi.Input<string>;
    audience: pulumi.Input<string>;
    scope: string;
  };
  /** The origins that the portal connects to: the buckets with images and the OIDC issuer. */
  connectOrigins: pulumi.Input<string>[];
  /** The origins of pages that load the element from the portal. Default none. */
  embeddingOrigins?: string[];
  /** The secret that CloudFront sends to the API with every request. Default none. */
  originSecret?: pulumi.Input<string>;
  /** The web application firewall. Default none. */
  waf?: WebAclArgs;
  /** Your own domain name, its certificate in us-east-1, and the Route 53 zone for its records. Default none. */
  domain?: { name: string; certificateArn: string; hostedZoneId?: string };
  /** Deletes the site's files with its bucket, including earlier versions. Default false. */
  forceDestroy?: boolean;
  transform?: { distribution?: Transform<aws.cloudfront.DistributionArgs> };
}

/** The portal page on CloudFront, with the API under `/api`. */
export class Portal extends pulumi.ComponentResource {
  readonly site: PrivateBucket;
  readonly distribution: aws.cloudfront.Distribution;
  /** The portal's URL, without a slash at the end. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: PortalArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Portal', name, {}, opts);
    this.site = new PrivateBucket(
      name,
      { accessLogs: args.accessLogs, forceDestroy: args.forceDestroy ?? false },
      { parent: this },
    );
    this.distribution = this.createDistribution(name, args);
    this.url = pulumi.interpolate`https://${args.domain?.name ?? this.distribution.domainName}`;
    createDistributionLog(name, this.distribution, args.accessLogs, this);
    if (args.domain?.hostedZoneId) this.createDomainRecords(name, args.domain.name, args.domain.hostedZoneId);
    this.allowDistribution(name);
    for (const file of siteFiles()) this.upload(name, file);
    this.uploadImportMap(name);
    this.uploadConfig(name, args);
    this.registerOutputs({ url: this.url });
  }

  private createDistribution(name: string, args: PortalArgs): aws.cloudfront.Distribution {
    const parent = { parent: this };
    const accessControl = new aws.cloudfront.OriginAccessControl(
      name,
      {
        description: 'Lets only CloudFront read the site bucket',
        originAccessControlOriginType: 's3',
        signingBehavior: 'always',
        signingProtocol: 'sigv4',
      },
      parent,
    );
    const headers = createResponseHeaders(name, args.connectOrigins, args.embeddingOrigins ?? [], parent);
    return new aws.cloudfront.Distribution(
      name,
      applyTransform(
        args.transform?.distribution,
        { name, type: 'aws:cloudfront/distribution:Distribution' },
        buildDistributionArgs({
          site: this.site.bucket,
          accessControl,
          headers,
          apiDomain: args.api.api.apiEndpoint.apply((endpoint) => new URL(endpoint).host),
          ...(args.originSecret === undefined ? {} : { originSecret: args.originSecret }),
          ...(args.waf ? { webAclArn: createWebAcl(name, args.waf, this).arn } : {}),
          ...(args.domain ? { domain: args.domain } : {}),
        }),
      ),
      parent,
    );
  }

  private createDomainRecords(name: string, domain: string, zoneId: string): void {
    for (const type of ['A', 'AAAA'])
      new aws.route53.Record(
        `${name}-${type}`,
        {
          zoneId,
          name: domain,
          type,
          aliases: [
            {
              name: this.distribution.domainName,
              zoneId: this.distribution.hostedZoneId,
              evaluateTargetHealth: false,
            },
          ],
        },
        { parent: this },
      );
  }

  private allowDistribution(name: string): void {
    this.site.attachPolicy(name, [
      {
        Sid: 'AllowCloudFront',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: pulumi.interpolate`${this.site.bucket.arn}/*`,
        Condition: { StringEquals: { 'aws:SourceArn': this.distribution.arn } },
      },
    ]);
  }

  private upload(name: string, file: SiteFile): void {
    new aws.s3.BucketObjectv2(
      `${name}-${file.path}`,
      {
        bucket: this.site.bucket.bucket,
        key: file.path,
        source: new pulumi.asset.FileAsset(file.source),
        sourceHash: file.sha256,
        contentType: file.contentType,
        cacheControl: file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
      { parent: this.site },
    );
  }

  /**
   * Uploads `viewer/importmap.json`, which maps the URL of each module of the element to its integrity. A page of another
   * origin can copy it into its own import map.
   */
  private uploadImportMap(name: string): void {
    const modules = siteFiles().filter(({ path }) => path.startsWith('viewer/') && path.endsWith('.js'));
    const integrity = this.url.apply((url) =>
      Object.fromEntries(modules.map(({ path, integrity }) => [`${url}/${path}`, integrity])),
    );
    new aws.s3.BucketObjectv2(
      `${name}-importmap.json`,
      {
        bucket: this.site.bucket.bucket,
        key: 'viewer/importmap.json',
        content: pulumi.jsonStringify({ integrity }),
        contentType: 'application/json',
        cacheControl: 'no-cache',
      },
      { parent: this.site },
    );
  }

  private uploadConfig(name: string, { signIn }: PortalArgs): void {
    new aws.s3.BucketObjectv2(
      `${name}-config.json`,
      {
        bucket: this.site.bucket.bucket,
        key: 'config.json',
        content: pulumi.jsonStringify({ apiUrl: pulumi.interpolate`${this.url}/${STAGE_NAME}`, ...signIn }),
        contentType: 'application/json',
        cacheControl: 'no-cache',
      },
      { parent: this.site },
    );
  }
}
