// Reads a compose file as `docker compose` does, without a daemon, and names its services: compose FILE ENV-FILE
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	if err := check(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(file, env string) error {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithName("kassa"), cli.WithEnvFiles(env), cli.WithDotEnv)
	if err != nil {
		return err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return err
	}
	fmt.Println("docker-compose.yml can be read:", project.ServiceNames())
	return nil
}
