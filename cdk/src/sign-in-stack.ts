/** Sign-in of customers and colleagues: a Cognito user pool whose ID tokens the agents verify against its key set. */
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';

/** What `http/auth.ts` of the agents reads from a token: whose shop it is, which customer, and the role. */
const TENANT = 'tenant';
const CUSTOMER_ID = 'customer_id';
const ROLES = ['customer', 'staff', 'service'] as const;

export class SignInStack extends Stack {
  /** `iss` of the tokens. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** `aud` of the tokens. */
  readonly clientId: string;

  constructor(scope: Construct, id: string, environment: Environment, props: StackProps) {
    super(scope, id, props);
    const pool = this.#userPool(environment);
    for (const role of ROLES)
      new CfnUserPoolGroup(this, `${role}Group`, {
        userPoolId: pool.userPoolId,
        groupName: role,
        description: `Users whose tokens say ${role}`,
      });
    const client = addClient(pool, environment);
    this.issuer = pool.userPoolProviderUrl;
    this.jwksUrl = `${this.issuer}/.well-known/jwks.json`;
    this.clientId = client.userPoolClientId;
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId, description: 'Where users are created' });
    new CfnOutput(this, 'UserPoolClientId', { value: this.clientId, description: 'The app that they sign in to' });
  }

  #userPool(environment: Environment): UserPool {
    const attribute = (maxLen: number) => new StringAttribute({ minLen: 1, maxLen, mutable: true });
    const pool = new UserPool(this, 'UserPool', {
      userPoolName: fleetName('users', environment),
      // Which shop and which customer somebody is, the shop says: nobody signs up alone.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      customAttributes: { [TENANT]: attribute(64), [CUSTOMER_ID]: attribute(128) },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      ...(environment.threatProtection
        ? { featurePlan: FeaturePlan.PLUS, standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION }
        : { featurePlan: FeaturePlan.ESSENTIALS }),
      deletionProtection: environment.keepsData,
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(pool, {
      COG2: "A second factor is the customer's choice (an authenticator app); a shop that asks for it of everybody would lose customers at the door.",
      COG8: 'Threat protection is paid for by the user: prod has it, dev and staging have no customers.',
      COG3: 'Threat protection is paid for by the user: prod has it, dev and staging have no customers.',
    });
    return pool;
  }
}

/**
 * Users read their tenant and customer id into the token and never write them: whoever could would be somebody else.
 * The pages of the fleet send the password to Cognito over TLS: what SRP would add is code on the page, and whoever could
 * change that code has the password anyway. SRP is there for pages of one's own, the admin flow for the shop's servers and
 * the command line, behind IAM.
 */
function addClient(pool: UserPool, environment: Environment): UserPoolClient {
  return pool.addClient('Client', {
    userPoolClientName: fleetName('client', environment),
    generateSecret: false,
    disableOAuth: true,
    authFlows: { userPassword: true, userSrp: true, adminUserPassword: true },
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    idTokenValidity: Duration.hours(1),
    accessTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
    readAttributes: new ClientAttributes()
      .withStandardAttributes({ email: true, emailVerified: true })
      .withCustomAttributes(TENANT, CUSTOMER_ID),
    writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
  });
}
