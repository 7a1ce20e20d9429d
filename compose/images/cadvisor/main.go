// cAdvisor for machines that cannot have its image: its released modules behind as much of its command line as
// docker-compose.yml uses. Flags that are not named here are the modules' own.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"

	_ "github.com/google/cadvisor/container/docker/install"
	"github.com/google/cadvisor/lib/cache/memory"
	"github.com/google/cadvisor/lib/container"
	"github.com/google/cadvisor/lib/manager"
	"github.com/google/cadvisor/lib/metrics"
	"github.com/google/cadvisor/lib/model"
	"github.com/google/cadvisor/lib/utils/sysfs"
	"github.com/google/cadvisor/lib/version"
)

func main() {
	enabled := container.MetricSet{}
	flag.Var(&enabled, "enable_metrics", "the kinds of metrics to collect, separated by commas")
	port := flag.Int("port", 8080, "port to answer on")
	storage := flag.Duration("storage_duration", 2*time.Minute, "how long samples are kept in memory")
	allLabels := flag.Bool("store_container_labels", true, "make labels of all labels of a container")
	someLabels := flag.String("whitelisted_container_labels", "", "else only of these, separated by commas")
	showVersion := flag.Bool("version", false, "say the version and end")
	flag.Parse()
	if *showVersion {
		fmt.Println("cAdvisor version", version.Info["version"])
		return
	}
	if len(enabled) == 0 {
		enabled = container.AllMetrics
	}

	// The one empty prefix lets every control group through.
	collector, err := manager.New(memory.New(*storage, nil), sysfs.NewRealSysFs(), manager.HousekeepingConfigFlags,
		enabled, []string{""}, nil, "", 0)
	if err != nil {
		log.Fatalf("cannot collect: %v", err)
	}
	if err := collector.Start(); err != nil {
		log.Fatalf("cannot start to collect: %v", err)
	}

	labels := metrics.BaseContainerLabels(strings.Split(*someLabels, ","))
	if *allLabels {
		labels = metrics.DefaultContainerLabels
	}
	newest := model.RequestOptions{IdType: model.TypeName, Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusCollector(collector, labels, enabled, clock.RealClock{}, newest),
		metrics.NewPrometheusMachineCollector(collector, enabled),
	)
	// A container that goes away while it is read is no reason to answer nothing.
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })

	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-ended
		os.Exit(0)
	}()
	log.Printf("cAdvisor %s on port %d", version.Info["version"], *port)
	log.Fatal(http.ListenAndServe(fmt.Sprintf(":%d", *port), nil))
}
