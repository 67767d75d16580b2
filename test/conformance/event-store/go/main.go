// The event store as the Go client sees it. Usage: checks URL. Prints a line a check, then a count.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/kurrent-io/KurrentDB-Client-Go/kurrentdb"
)

var client *kurrentdb.Client

type check struct {
	title string
	run   func(context.Context) error
}

func category() string { return "go" + strings.ReplaceAll(uuid.NewString(), "-", "")[:12] }
func stream() string   { return category() + "-1" }

func event(kind string) kurrentdb.EventData {
	return kurrentdb.EventData{EventID: uuid.New(), EventType: kind, ContentType: kurrentdb.ContentTypeJson, Data: []byte(`{"n":1}`), Metadata: []byte(`{"user":"x"}`)}
}

func add(ctx context.Context, name string, kinds ...string) error {
	events := make([]kurrentdb.EventData, 0, len(kinds))
	for _, kind := range kinds {
		events = append(events, event(kind))
	}
	_, err := client.AppendToStream(ctx, name, kurrentdb.AppendToStreamOptions{StreamState: kurrentdb.Any{}}, events...)
	return err
}

func read(ctx context.Context, name string, options kurrentdb.ReadStreamOptions, count uint64) ([]string, error) {
	reading, err := client.ReadStream(ctx, name, options, count)
	if err != nil {
		return nil, err
	}
	defer reading.Close()
	return labels(reading)
}

func labels(reading *kurrentdb.ReadStream) ([]string, error) {
	seen := []string{}
	for {
		resolved, err := reading.Recv()
		if errors.Is(err, io.EOF) {
			return seen, nil
		}
		if err != nil {
			return nil, err
		}
		seen = append(seen, fmt.Sprintf("%d:%s", resolved.Event.EventNumber, resolved.Event.EventType))
	}
}

func equal(seen, expected any) error {
	if fmt.Sprint(seen) != fmt.Sprint(expected) {
		return fmt.Errorf("expected %v, got %v", expected, seen)
	}
	return nil
}

func refused(err error, code kurrentdb.ErrorCode) error {
	var known *kurrentdb.Error
	if !errors.As(err, &known) || known.Code() != code {
		return fmt.Errorf("expected error code %d, got %v", code, err)
	}
	return nil
}

func first(problems ...error) error {
	for _, problem := range problems {
		if problem != nil {
			return problem
		}
	}
	return nil
}

var checks = []check{
	{"appends and reads back every part of an event", func(ctx context.Context) error {
		name := stream()
		one := event("Opened")
		written, err := client.AppendToStream(ctx, name, kurrentdb.AppendToStreamOptions{StreamState: kurrentdb.NoStream{}}, one)
		if err != nil {
			return err
		}
		reading, err := client.ReadStream(ctx, name, kurrentdb.ReadStreamOptions{}, 10)
		if err != nil {
			return err
		}
		defer reading.Close()
		resolved, err := reading.Recv()
		if err != nil {
			return err
		}
		e := resolved.Event
		return first(
			equal(written.NextExpectedVersion, 0),
			equal(e.EventID, one.EventID),
			equal(e.EventType, "Opened"),
			equal(e.StreamID, name),
			equal(bytes.Equal(e.Data, one.Data) && bytes.Equal(e.UserMetadata, one.Metadata), true),
			equal(e.ContentType, "application/json"),
			equal(e.Position.Commit, written.CommitPosition),
			equal(time.Since(e.CreatedDate).Abs() < 10*time.Minute, true),
		)
	}},
	{"reads both ways with limits", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B", "C", "D"); err != nil {
			return err
		}
		forwards, err := read(ctx, name, kurrentdb.ReadStreamOptions{From: kurrentdb.Revision(1)}, 2)
		if err != nil {
			return err
		}
		backwards, err := read(ctx, name, kurrentdb.ReadStreamOptions{Direction: kurrentdb.Backwards, From: kurrentdb.End{}}, 2)
		if err != nil {
			return err
		}
		return first(equal(forwards, []string{"1:B", "2:C"}), equal(backwards, []string{"3:D", "2:C"}))
	}},
	{"refuses another version than the expected one", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B"); err != nil {
			return err
		}
		for _, state := range []kurrentdb.StreamState{kurrentdb.NoStream{}, kurrentdb.Revision(0), kurrentdb.Revision(9)} {
			_, err := client.AppendToStream(ctx, name, kurrentdb.AppendToStreamOptions{StreamState: state}, event("Late"))
			if problem := refused(err, kurrentdb.ErrorCodeWrongExpectedVersion); problem != nil {
				return problem
			}
		}
		_, err := client.AppendToStream(ctx, stream(), kurrentdb.AppendToStreamOptions{StreamState: kurrentdb.StreamExists{}}, event("Late"))
		return refused(err, kurrentdb.ErrorCodeWrongExpectedVersion)
	}},
	{"tells missing and tombstoned streams", func(ctx context.Context) error {
		_, err := read(ctx, stream(), kurrentdb.ReadStreamOptions{}, 10)
		if problem := refused(err, kurrentdb.ErrorCodeResourceNotFound); problem != nil {
			return problem
		}
		name := stream()
		if err := add(ctx, name, "A"); err != nil {
			return err
		}
		if _, err := client.TombstoneStream(ctx, name, kurrentdb.TombstoneStreamOptions{StreamState: kurrentdb.Any{}}); err != nil {
			return err
		}
		_, err = read(ctx, name, kurrentdb.ReadStreamOptions{}, 10)
		return refused(err, kurrentdb.ErrorCodeStreamDeleted)
	}},
	{"deletes a stream and goes on with its revisions", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B"); err != nil {
			return err
		}
		if _, err := client.DeleteStream(ctx, name, kurrentdb.DeleteStreamOptions{StreamState: kurrentdb.Revision(1)}); err != nil {
			return err
		}
		if err := add(ctx, name, "C"); err != nil {
			return err
		}
		seen, err := read(ctx, name, kurrentdb.ReadStreamOptions{}, 10)
		return first(err, equal(seen, []string{"2:C"}))
	}},
	{"keeps stream metadata", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B", "C"); err != nil {
			return err
		}
		metadata := kurrentdb.StreamMetadata{}
		metadata.SetMaxCount(1)
		if _, err := client.SetStreamMetadata(ctx, name, kurrentdb.AppendToStreamOptions{StreamState: kurrentdb.Any{}}, metadata); err != nil {
			return err
		}
		kept, err := client.GetStreamMetadata(ctx, name, kurrentdb.ReadStreamOptions{})
		if err != nil {
			return err
		}
		seen, err := read(ctx, name, kurrentdb.ReadStreamOptions{}, 10)
		return first(err, equal(*kept.MaxCount(), 1), equal(seen, []string{"2:C"}))
	}},
	{"reads all backwards", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B"); err != nil {
			return err
		}
		reading, err := client.ReadAll(ctx, kurrentdb.ReadAllOptions{Direction: kurrentdb.Backwards, From: kurrentdb.End{}}, 5)
		if err != nil {
			return err
		}
		defer reading.Close()
		seen, err := labels(reading)
		return first(err, equal(len(seen), 5))
	}},
	{"follows all with a filter, from the start and then live", func(ctx context.Context) error {
		mine := category()
		if err := add(ctx, mine+"-1", "A", "B"); err != nil {
			return err
		}
		following, err := client.SubscribeToAll(ctx, kurrentdb.SubscribeToAllOptions{
			From:               kurrentdb.Start{},
			MaxSearchWindow:    8,
			CheckpointInterval: 1,
			Filter:             &kurrentdb.SubscriptionFilter{Type: kurrentdb.StreamFilterType, Prefixes: []string{mine + "-"}},
		})
		if err != nil {
			return err
		}
		defer following.Close()
		seen := []string{}
		// This client shows a catch-up only where the server dates it, which version 24.10 does not.
		checkpoints := 0
		for len(seen) < 3 {
			notice := following.Recv()
			switch {
			case notice.EventAppeared != nil:
				seen = append(seen, notice.EventAppeared.Event.EventType)
				if len(seen) == 2 {
					if err := add(ctx, mine+"-2", "Live"); err != nil {
						return err
					}
				}
			case notice.CheckPointReached != nil:
				checkpoints++
			case notice.SubscriptionDropped != nil:
				return fmt.Errorf("dropped: %w", notice.SubscriptionDropped.Error)
			}
		}
		return first(equal(seen, []string{"A", "B", "Live"}), equal(checkpoints > 0, true))
	}},
	{"follows a stream from a revision", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B", "C"); err != nil {
			return err
		}
		following, err := client.SubscribeToStream(ctx, name, kurrentdb.SubscribeToStreamOptions{From: kurrentdb.Revision(0)})
		if err != nil {
			return err
		}
		defer following.Close()
		seen := []string{}
		for len(seen) < 2 {
			notice := following.Recv()
			if notice.SubscriptionDropped != nil {
				return fmt.Errorf("dropped: %w", notice.SubscriptionDropped.Error)
			}
			if notice.EventAppeared != nil {
				seen = append(seen, notice.EventAppeared.Event.EventType)
			}
		}
		return equal(seen, []string{"B", "C"})
	}},
	{"consumes through a group", func(ctx context.Context) error {
		name := stream()
		if err := add(ctx, name, "A", "B", "C"); err != nil {
			return err
		}
		options := kurrentdb.PersistentStreamSubscriptionOptions{StartFrom: kurrentdb.Start{}}
		if err := client.CreatePersistentSubscription(ctx, name, "group", options); err != nil {
			return err
		}
		err := client.CreatePersistentSubscription(ctx, name, "group", options)
		if problem := refused(err, kurrentdb.ErrorCodeResourceAlreadyExists); problem != nil {
			return problem
		}
		consuming, err := client.SubscribeToPersistentSubscription(ctx, name, "group", kurrentdb.SubscribeToPersistentSubscriptionOptions{})
		if err != nil {
			return err
		}
		defer consuming.Close()
		seen := map[string]bool{}
		for len(seen) < 4 {
			notice := consuming.Recv()
			if notice.SubscriptionDropped != nil {
				return fmt.Errorf("dropped: %w", notice.SubscriptionDropped.Error)
			}
			if notice.EventAppeared == nil {
				continue
			}
			delivered := notice.EventAppeared
			seen[fmt.Sprintf("%s/r%d", delivered.Event.Event.EventType, delivered.RetryCount)] = true
			var problem error
			if delivered.Event.Event.EventType == "B" && delivered.RetryCount == 0 {
				problem = consuming.Nack("again", kurrentdb.NackActionRetry, delivered.Event)
			} else {
				problem = consuming.Ack(delivered.Event)
			}
			if problem != nil {
				return problem
			}
		}
		for _, expected := range []string{"A/r0", "B/r0", "B/r1", "C/r0"} {
			if !seen[expected] {
				return fmt.Errorf("%s did not come: %v", expected, seen)
			}
		}
		return client.DeletePersistentSubscription(ctx, name, "group", kurrentdb.DeletePersistentSubscriptionOptions{})
	}},
}

func main() {
	settings, err := kurrentdb.ParseConnectionString(os.Args[1])
	if err == nil {
		client, err = kurrentdb.NewClient(settings)
	}
	if err != nil {
		fmt.Println("FAILED go: connect:", err)
		os.Exit(1)
	}
	failed := 0
	for _, one := range checks {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		if err := one.run(ctx); err != nil {
			failed++
			fmt.Printf("FAILED go: %s\n       %v\n", one.title, err)
		} else {
			fmt.Println("ok     go:", one.title)
		}
		cancel()
	}
	fmt.Printf("go: %d passed, %d failed\n", len(checks)-failed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
