// A witness of another make: C2SP tlog-witness by golang.org/x/mod's note and tlog alone. It shares no code with us, keeps its memory
// in itself only, and prints its verifier key and address as two lines.
// Usage: go-witness NAME SEED_BASE64 LOG_VKEY
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type witness struct {
	mu     sync.Mutex
	name   string
	key    ed25519.PrivateKey
	log    note.Verifier
	latest tlog.Tree
	seen   bool
}

// vkey is the verifier key of a cosigner, type 0x04.
func (w *witness) vkey() (string, []byte) {
	raw := append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(w.name+"\n"), raw...))
	return fmt.Sprintf("%s+%x+%s", w.name, sum[:4], base64.StdEncoding.EncodeToString(raw)), sum[:4]
}

type request struct {
	old   int64
	proof tlog.TreeProof
	note  []byte
}

func parse(body []byte) (r request, err error) {
	head, rest, found := bytes.Cut(body, []byte("\n\n"))
	if !found {
		return r, errors.New("no empty line")
	}
	r.note = rest
	lines := strings.Split(string(head), "\n")
	size := strings.TrimPrefix(lines[0], "old ")
	r.old, err = strconv.ParseInt(size, 10, 64)
	if err != nil || fmt.Sprintf("old %d", r.old) != lines[0] {
		return r, errors.New("malformed old size")
	}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return r, err
		}
		r.proof = append(r.proof, hash)
	}
	return r, nil
}

// judge answers a status and a body; on 200 the head has become the latest.
func (w *witness) judge(body []byte) (int, string) {
	r, err := parse(body)
	if err != nil {
		return 400, err.Error()
	}
	if origin, _, _ := strings.Cut(string(r.note), "\n"); origin != w.log.Name() {
		return 404, "unknown origin"
	}
	opened, err := note.Open(r.note, note.VerifierList(w.log))
	if err != nil {
		return 403, err.Error()
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		return 400, "not three lines"
	}
	var tree tlog.Tree
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return 400, err.Error()
	}
	if tree.Hash, err = tlog.ParseHash(lines[2]); err != nil {
		return 400, err.Error()
	}
	if r.old > tree.N {
		return 400, "old size above the checkpoint's"
	}
	if r.old != w.latest.N {
		return 409, strconv.FormatInt(w.latest.N, 10)
	}
	if tree.N == w.latest.N && w.seen && tree.Hash != w.latest.Hash {
		return 409, strconv.FormatInt(w.latest.N, 10)
	}
	if r.old > 0 {
		if err := tlog.CheckTree(r.proof, tree.N, tree.Hash, w.latest.N, w.latest.Hash); err != nil {
			return 422, err.Error()
		}
	} else if len(r.proof) > 0 {
		return 422, "a proof from nothing"
	}
	w.latest, w.seen = tree, true
	return 200, w.cosign(opened.Text)
}

func (w *witness) cosign(text string) string {
	now := uint64(time.Now().Unix())
	_, id := w.vkey()
	signature := ed25519.Sign(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, text)))
	raw := append(binary.BigEndian.AppendUint64(append([]byte(nil), id...), now), signature...)
	return fmt.Sprintf("\u2014 %s %s", w.name, base64.StdEncoding.EncodeToString(raw))
}

func (w *witness) ServeHTTP(response http.ResponseWriter, got *http.Request) {
	body, err := io.ReadAll(io.LimitReader(got.Body, 1<<16))
	if err != nil || got.Method != "POST" || got.URL.Path != "/prefix/add-checkpoint" {
		http.Error(response, "not found", 404)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	status, answer := w.judge(body)
	if status == 409 {
		response.Header().Set("Content-Type", "text/x.tlog.size")
	}
	response.WriteHeader(status)
	fmt.Fprintln(response, answer)
}

func main() {
	seed, err := base64.StdEncoding.DecodeString(os.Args[2])
	if err != nil {
		panic(err)
	}
	log, err := note.NewVerifier(os.Args[3])
	if err != nil {
		panic(err)
	}
	w := &witness{name: os.Args[1], key: ed25519.NewKeyFromSeed(seed), log: log}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	vkey, _ := w.vkey()
	fmt.Printf("%s\nhttp://%s/prefix\n", vkey, listener.Addr())
	panic(http.Serve(listener, w))
}
