import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { Tenant } from '../../contract/index.ts';
import { textVariable } from '../support/environment.ts';
import { ProblemError } from './problemError.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** The authenticated caller: the tenant whose jobs it can access, and the subject that owns the jobs it creates. */
export interface Caller {
  tenant: string;
  owner: string;
}

const tenantClaim = textVariable('TENANT_CLAIM');

/** Reads the caller from the claims that the authorizer verified. Throws 403 if they name no tenant. */
export function readCaller(event: ApiEvent): Caller {
  const { claims } = event.requestContext.authorizer.jwt;
  const tenant = Tenant.safeParse(claims[tenantClaim]);
  if (!tenant.success) {
    throw new ProblemError(
      403,
      'no-tenant',
      `The token's claim '${tenantClaim}' names no valid tenant. Configure the issuer to set it to the tenant's name.`,
    );
  }
  const subject = claims['sub'];
  return { tenant: tenant.data, owner: typeof subject === 'string' ? subject.slice(0, 256) : 'unknown' };
}
