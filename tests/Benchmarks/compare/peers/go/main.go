// The same routes on Go's net/http.
//
//	go run main.go HOST:PORT [HOST:PORT for TLS]
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	large := bytes.Repeat([]byte{'x'}, 64*1024)
	pong := []byte("pong")
	ping := func(w http.ResponseWriter, r *http.Request) { w.Write(pong) }

	http.HandleFunc("/ping", ping)
	http.HandleFunc("/large", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Length", "65536")
		w.Write(large)
	})
	http.HandleFunc("/block", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Second)
		io.WriteString(w, "done")
	})
	http.HandleFunc("/call", func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.Get("http://127.0.0.1:" + r.URL.RawQuery + "/")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		io.Copy(w, answer.Body)
	})
	http.HandleFunc("/spin", func(w http.ResponseWriter, r *http.Request) {
		state := uint64(1)
		for step := 0; step < 40_000_000; step++ {
			state = state*6364136223846793005 + 1442695040888963407
		}
		if state == 0 {
			io.WriteString(w, "zero")
		} else {
			io.WriteString(w, "done")
		}
	})
	http.HandleFunc("/post", func(w http.ResponseWriter, r *http.Request) {
		count, _ := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, count)
	})
	for index := 0; index < 256; index++ {
		http.HandleFunc(fmt.Sprintf("/route%03d/end", index), ping)
	}
	http.Handle("/files/", http.StripPrefix("/files/", http.FileServer(http.Dir("files"))))
	if len(os.Args) > 2 {
		go func() { log.Fatal(http.ListenAndServeTLS(os.Args[2], "cert.pem", "key.pem", nil)) }()
	}
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
