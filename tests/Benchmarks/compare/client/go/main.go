// Go's client under load, and a server for what is large.
//
//	go get URL COUNT IN_FLIGHT    prints the CPU microseconds and the bytes allocated per request
//	go serve ADDRESS              GET: 1 GiB; POST: reads the body to its end
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
)

const gib = 1 << 30

func main() {
	if os.Args[1] == "serve" {
		fmt.Fprintln(os.Stderr, http.ListenAndServe(os.Args[2], http.HandlerFunc(serve)))
		os.Exit(1)
	}
	count, _ := strconv.Atoi(os.Args[3])
	inFlight, _ := strconv.Atoi(os.Args[4])
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 1024}}
	// The first requests pay for connections, and for what is grown once.
	getAll(client, os.Args[2], 20000, inFlight)
	cpu, bytes := used()
	getAll(client, os.Args[2], count, inFlight)
	cpuAfter, bytesAfter := used()
	fmt.Printf("%.2f %d\n", float64(cpuAfter-cpu)/float64(count), (bytesAfter-bytes)/uint64(count))
}

func getAll(client *http.Client, url string, count, inFlight int) {
	var left atomic.Int64
	left.Store(int64(count))
	var all sync.WaitGroup
	for i := 0; i < inFlight; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			buffer := make([]byte, 4096)
			for left.Add(-1) >= 0 {
				response, err := client.Get(url)
				if err != nil || response.StatusCode != 200 {
					panic(fmt.Sprint(response, err))
				}
				// To its end, so that the connection is used again.
				for err == nil {
					_, err = response.Body.Read(buffer)
				}
				response.Body.Close()
			}
		}()
	}
	all.Wait()
}

func used() (int64, uint64) {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return (usage.Utime.Nano() + usage.Stime.Nano()) / 1000, memory.TotalAlloc
}

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		io.CopyBuffer(struct{ io.Writer }{io.Discard}, r.Body, make([]byte, 256<<10))
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(gib))
	chunk := make([]byte, 256<<10)
	for sent := 0; sent < gib; sent += len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}
