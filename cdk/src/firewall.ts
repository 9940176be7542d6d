/** What is turned away before it reaches an agent: AWS's managed rules, and an address that asks too often. */
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';

/** Requests of any kind from one address in five minutes: a page that waits for messages asks a few times a minute. */
const REQUESTS_PER_FIVE_MINUTES = 2_000;

interface Managed {
  readonly name: string;
  /** Rules that only count. */
  readonly counted?: readonly string[];
}

/**
 * Customers may write what they like, code included, and useChat clients send whole conversations: rules about the body
 * only count. What a message contains is never run by an agent, and its size is limited there.
 */
const MANAGED: readonly Managed[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    counted: [
      'SizeRestrictions_BODY',
      'CrossSiteScripting_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'EC2MetaDataSSRF_BODY',
    ],
  },
];

export class Firewall extends Construct {
  constructor(scope: Construct, id: string, environment: Environment, loadBalancerArn: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'WebAcl', {
      name: fleetName('firewall', environment),
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('All'),
      rules: [
        {
          name: 'TooManyRequests',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: { aggregateKeyType: 'IP', limit: REQUESTS_PER_FIVE_MINUTES, evaluationWindowSec: 300 },
          },
          visibilityConfig: visibility('TooManyRequests'),
        },
        ...MANAGED.map(managedRule),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: loadBalancerArn, webAclArn: acl.attrArn });
  }
}

function managedRule({ name, counted = [] }: Managed, index: number): CfnWebACL.RuleProperty {
  return {
    name,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ...(counted.length === 0
          ? {}
          : { ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) }),
      },
    },
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
