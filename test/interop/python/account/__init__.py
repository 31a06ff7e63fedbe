"""What ministack lacks of an AWS account that stacks of this project are deployed to.

Each module adds one kind of rule, and says where AWS documents it. `install()` puts it in place; it fails when a hook of
ministack is gone, so that a newer version cannot drop a rule in silence.

Rules of AWS that neither ministack nor this package holds, so that no test can speak of them:

- permissions: nothing is ever denied (IAM, resource policies, key policies, service control policies)
- quotas, but for those of a template; throttling; resources that become consistent later
- values whose type or pattern is wrong, and what `oneOf` and `anyOf` of a schema say: cfn-lint knows these
- create-only properties below the first level of a property
- which template's UpdateReplacePolicy counts when one update changes it and replaces the resource: not documented
- services that refuse to delete what is in use: keys of encrypted data, roles, runtimes with endpoints
- what a build or a runtime does: no image is built, no code of a runtime is run
- drift, stack policies, nested stacks, stack sets, hooks
"""
