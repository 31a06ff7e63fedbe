// Calls services of local AWS with AWS SDK for Go v2, and prints a line of JSON for each call: what it was, and what came back.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcore"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// What the calls are about; the test gives it as one argument of JSON.
type world struct {
	RuntimeArn, RuntimeID, AccountID, SessionID, Payload, Answer, Bucket, Prefix, RuntimeLogGroup, Secret, SecretValue string
}

func main() {
	var given world
	if err := json.Unmarshal([]byte(os.Args[1]), &given); err != nil {
		panic(err)
	}
	ctx := context.Background()
	// Endpoints, region and credentials are those of the environment.
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	identity(ctx, cfg, given)
	agentCore(ctx, cfg, given)
	objects(ctx, cfg, given)
	logs(ctx, cfg, given)
	secrets(ctx, cfg, given)
}

func identity(ctx context.Context, cfg aws.Config, given world) {
	tell("sts", "GetCallerIdentity", "", func() (bool, error) {
		answer, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		return err == nil && *answer.Account == given.AccountID, err
	})
}

func agentCore(ctx context.Context, cfg aws.Config, given world) {
	client := bedrockagentcore.NewFromConfig(cfg)
	invoke := func(how string, input bedrockagentcore.InvokeAgentRuntimeInput) {
		input.RuntimeSessionId = &given.SessionID
		input.Payload = []byte(given.Payload)
		tell("bedrock-agentcore", "InvokeAgentRuntime", how, func() (bool, error) {
			answer, err := client.InvokeAgentRuntime(ctx, &input)
			if err != nil {
				return false, err
			}
			body, err := io.ReadAll(answer.Response)
			return strings.Contains(string(body), given.Answer), err
		})
	}
	invoke("by ARN", bedrockagentcore.InvokeAgentRuntimeInput{AgentRuntimeArn: &given.RuntimeArn})
	invoke("by id, `accountId` and the qualifier `live`", bedrockagentcore.InvokeAgentRuntimeInput{
		AgentRuntimeArn: &given.RuntimeID, AccountId: &given.AccountID, Qualifier: aws.String("live"),
	})
	invoke("as a stream of events", bedrockagentcore.InvokeAgentRuntimeInput{
		AgentRuntimeArn: &given.RuntimeArn, Accept: aws.String("text/event-stream"),
	})
	tell("bedrock-agentcore", "StopRuntimeSession", "", func() (bool, error) {
		answer, err := client.StopRuntimeSession(ctx, &bedrockagentcore.StopRuntimeSessionInput{
			AgentRuntimeArn: &given.RuntimeArn, RuntimeSessionId: &given.SessionID,
		})
		return err == nil && *answer.RuntimeSessionId == given.SessionID, err
	})
	tell("bedrock-agentcore", "StartBrowserSession", "", func() (bool, error) {
		_, err := client.StartBrowserSession(ctx, &bedrockagentcore.StartBrowserSessionInput{BrowserIdentifier: aws.String("aws.browser.v1")})
		return err == nil, err
	})
}

func objects(ctx context.Context, cfg aws.Config, given world) {
	client := s3.NewFromConfig(cfg)
	key := aws.String(given.Prefix + "greeting.txt")
	greeting := []byte("Hello from Go")
	tell("s3", "PutObject", "", func() (bool, error) {
		_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: &given.Bucket, Key: key, Body: bytes.NewReader(greeting)})
		return err == nil, err
	})
	tell("s3", "HeadObject", "", func() (bool, error) {
		answer, err := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &given.Bucket, Key: key})
		return err == nil && *answer.ContentLength == int64(len(greeting)), err
	})
	tell("s3", "GetObject", "", func() (bool, error) {
		answer, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &given.Bucket, Key: key})
		if err != nil {
			return false, err
		}
		return same(answer.Body, greeting)
	})
	tell("s3", "ListObjectsV2", "", func() (bool, error) {
		answer, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &given.Bucket, Prefix: &given.Prefix})
		return err == nil && len(answer.Contents) == 1 && *answer.Contents[0].Key == *key, err
	})
	tell("s3", "GetObject", "presigned", func() (bool, error) {
		request, err := s3.NewPresignClient(client).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &given.Bucket, Key: key})
		if err != nil {
			return false, err
		}
		answer, err := http.Get(request.URL)
		if err != nil {
			return false, err
		}
		return same(answer.Body, greeting)
	})
	tell("s3", "DeleteObject", "", func() (bool, error) {
		_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &given.Bucket, Key: key})
		return err == nil, err
	})
}

func same(body io.ReadCloser, wanted []byte) (bool, error) {
	defer body.Close()
	read, err := io.ReadAll(body)
	return bytes.Equal(read, wanted), err
}

func logs(ctx context.Context, cfg aws.Config, given world) {
	client := cloudwatchlogs.NewFromConfig(cfg)
	tell("logs", "DescribeLogGroups", "", func() (bool, error) {
		answer, err := client.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: &given.RuntimeLogGroup})
		return err == nil && len(answer.LogGroups) == 1, err
	})
	tell("logs", "FilterLogEvents", "of the runtime", func() (bool, error) {
		answer, err := client.FilterLogEvents(ctx, &cloudwatchlogs.FilterLogEventsInput{LogGroupName: &given.RuntimeLogGroup})
		return err == nil && len(answer.Events) > 0, err
	})
}

func secrets(ctx context.Context, cfg aws.Config, given world) {
	client := secretsmanager.NewFromConfig(cfg)
	tell("secretsmanager", "GetSecretValue", "", func() (bool, error) {
		answer, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &given.Secret})
		return err == nil && *answer.SecretString == given.SecretValue, err
	})
}

// Prints how a call went: whether it came back as it must, or the error as Go says it.
func tell(service, operation, how string, call func() (bool, error)) {
	right, err := call()
	line := map[string]any{"service": service, "operation": operation, "how": how, "right": right}
	if err != nil {
		line["error"] = err.Error()
	}
	printed, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(printed))
}
