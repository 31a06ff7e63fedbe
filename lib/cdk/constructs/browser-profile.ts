import { ArnFormat, type IResource, Names, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import {
  type BrowserProfileReference,
  CfnBrowserProfile,
  type IBrowserProfileRef,
} from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { MAX_RUNTIME_NAME_LENGTH } from '../../catalog/limits.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import {
  checkBrowserProfileArn,
  checkBrowserProfileId,
  checkBrowserProfileName,
} from '../validation/browser-profile.ts';
import { throwIfAny } from '../validation/problems.ts';
import { BROWSER_PROFILE_ACTIONS } from './perms.ts';

/** A profile of AgentCore Browser, of this app or of another: the sign-ins of sessions. */
export interface IBrowserProfile extends IResource, IBrowserProfileRef {
  /** What `agentCoreProfile({ profileId })` takes. @attribute */
  readonly browserProfileId: string;
  /** @attribute */
  readonly browserProfileArn: string;
  /**
   * Lets a principal begin sessions with the profile, and save them there. Whoever may is signed in wherever the profile is.
   *
   * @param browser the browser of these sessions, which must allow that they are saved; what else sessions need of it, it
   * grants itself
   */
  grantUse(grantee: iam.IGrantable, browser?: { readonly browserArn: string }): iam.Grant;
}

abstract class BrowserProfileBase extends Resource implements IBrowserProfile {
  abstract readonly browserProfileId: string;
  abstract readonly browserProfileArn: string;

  get browserProfileRef(): BrowserProfileReference {
    return { profileId: this.browserProfileId, profileArn: this.browserProfileArn };
  }

  grantUse(grantee: iam.IGrantable, browser?: { readonly browserArn: string }): iam.Grant {
    const use = iam.Grant.addToPrincipal({
      grantee,
      actions: [...BROWSER_PROFILE_ACTIONS],
      resourceArns: [this.browserProfileArn],
    });
    if (browser === undefined) return use;
    const [, save] = BROWSER_PROFILE_ACTIONS;
    return use.combine(
      iam.Grant.addToPrincipal({ grantee, actions: [save], resourceArns: [browser.browserArn] }),
    );
  }
}

/** Properties of a {@link BrowserProfile}. */
export interface BrowserProfileProps {
  /**
   * 1 to 48 letters, digits and `_`, a letter first; unique in account and region. Another name makes another profile, which is
   * signed in to nothing.
   * @default - one made of the path of the construct
   */
  readonly browserProfileName?: string | undefined;
  /**
   * Sign-ins that nobody uses any more should not stay, so they go with the stack unless this says otherwise.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/**
 * A profile of AgentCore Browser, in which sessions with `auth: agentCoreProfile()` keep their sign-ins. It begins empty.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-profiles.html
 */
export class BrowserProfile extends BrowserProfileBase {
  /**
   * A profile of the same account and region, by its id.
   *
   * @throws WorkflowConfigurationError when no profile can have this id
   */
  static fromBrowserProfileId(scope: Construct, id: string, profileId: string): IBrowserProfile {
    throwIfAny('imported browser profile', checkBrowserProfileId(`${id}.browserProfileId`, profileId));
    const arn = Stack.of(scope).formatArn({
      service: SERVICE_NAME.agentCore,
      resource: 'browser-profile',
      resourceName: profileId,
    });
    return new ImportedBrowserProfile(scope, id, { profileId, arn });
  }

  /**
   * A profile by its ARN.
   *
   * @throws WorkflowConfigurationError when it is not the ARN of a profile
   */
  static fromBrowserProfileArn(scope: Construct, id: string, arn: string): IBrowserProfile {
    throwIfAny('imported browser profile', checkBrowserProfileArn(`${id}.browserProfileArn`, arn));
    const { resourceName } = Stack.of(scope).splitArn(arn, ArnFormat.SLASH_RESOURCE_NAME);
    return new ImportedBrowserProfile(scope, id, { profileId: resourceName ?? '', arn });
  }

  readonly browserProfileId: string;
  readonly browserProfileArn: string;

  constructor(scope: Construct, id: string, props: BrowserProfileProps = {}) {
    const { browserProfileName: name, removalPolicy = RemovalPolicy.DESTROY } = props;
    throwIfAny('browser profile', checkBrowserProfileName(`${id}.browserProfileName`, name));
    super(scope, id);
    // Named as runtimes are. Without a description: the service changes none, and what replaces a profile cannot have its name.
    const resource = new CfnBrowserProfile(this, 'Resource', {
      name: name ?? Names.uniqueResourceName(this, { maxLength: MAX_RUNTIME_NAME_LENGTH }),
    });
    resource.applyRemovalPolicy(removalPolicy);
    this.browserProfileId = resource.attrProfileId;
    this.browserProfileArn = resource.attrProfileArn;
  }
}

class ImportedBrowserProfile extends BrowserProfileBase {
  readonly browserProfileId: string;
  readonly browserProfileArn: string;

  constructor(
    scope: Construct,
    id: string,
    attributes: { readonly profileId: string; readonly arn: string },
  ) {
    super(scope, id, Token.isUnresolved(attributes.arn) ? {} : { environmentFromArn: attributes.arn });
    this.browserProfileId = attributes.profileId;
    this.browserProfileArn = attributes.arn;
  }
}
