// A second opinion on our tree heads and proofs, by golang.org/x/mod alone: it reads a JSON array of cases on stdin and prints a
// JSON array of verdicts, in order. It shares no code with us. It never uses tlog.TileHashReader, which accepts forged tiles
// before x/mod 0.40.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// testCase is one question. Kind "record": is Leaf at Index under Note? "tree": does Note's tree begin with OldNote's?
// "make": which bytes would x/mod itself write for these leaves, sizes and seed?
type testCase struct {
	Kind    string   `json:"kind"`
	Origin  string   `json:"origin"`
	Vkeys   []string `json:"vkeys"`
	Keys    []logKey `json:"keys"`
	Note    string   `json:"note"`
	OldNote string   `json:"oldNote"`
	Leaf    []byte   `json:"leaf"`
	Index   int64    `json:"index"`
	Proof   [][]byte `json:"proof"`
	Leaves  [][]byte `json:"leaves"`
	Skey    string   `json:"skey"`
}

// logKey is a line of log.vkey: heads of From entries and more are signed with it, until the next one.
type logKey struct {
	From int64  `json:"from"`
	Vkey string `json:"vkey"`
}

type verdict struct {
	OK      bool       `json:"ok"`
	Reason  string     `json:"reason,omitempty"`
	Roots   [][]byte   `json:"roots,omitempty"`
	Notes   []string   `json:"notes,omitempty"`
	Records [][][]byte `json:"records,omitempty"`
	Trees   [][][]byte `json:"trees,omitempty"`
}

// cosigner verifies C2SP cosignature/v1 lines, which x/mod does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func newVerifier(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) == 3 {
		raw, err := base64.StdEncoding.DecodeString(parts[2])
		if err == nil && len(raw) == 33 && raw[0] == 4 {
			sum := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
			hash := binary.BigEndian.Uint32(sum[:])
			if parts[1] != fmt.Sprintf("%08x", hash) {
				return nil, errors.New("wrong key hash")
			}
			return &cosigner{parts[0], hash, ed25519.PublicKey(raw[1:])}, nil
		}
	}
	return note.NewVerifier(vkey)
}

// open verifies a note by every given key and reads its three lines.
func open(text, origin string, vkeys []string) (tree tlog.Tree, err error) {
	var verifiers []note.Verifier
	for _, vkey := range vkeys {
		v, err := newVerifier(vkey)
		if err != nil {
			return tree, err
		}
		verifiers = append(verifiers, v)
	}
	n, err := note.Open([]byte(text), note.VerifierList(verifiers...))
	if err != nil {
		return tree, err
	}
	if len(n.Sigs) != len(verifiers) {
		return tree, errors.New("not signed by every key")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tree, errors.New("not three lines")
	}
	if lines[0] != origin {
		return tree, errors.New("other origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tree, errors.New("malformed size")
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, errors.New("malformed root")
	}
	tree.N = size
	copy(tree.Hash[:], root)
	return tree, nil
}

// openAt opens a note of a log whose key was replaced: by the one key that is in force at the size that the note says, and no other.
func openAt(text, origin string, vkeys []string, keys []logKey) (tree tlog.Tree, err error) {
	if len(keys) == 0 {
		return open(text, origin, vkeys)
	}
	lines := strings.SplitN(text, "\n", 3)
	if len(lines) != 3 {
		return tree, errors.New("not three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tree, errors.New("malformed size")
	}
	inForce := ""
	for _, key := range keys {
		if key.From <= size {
			inForce = key.Vkey
		}
	}
	return open(text, origin, append([]string{inForce}, vkeys...))
}

func hashes(raw [][]byte) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, r := range raw {
		if len(r) != tlog.HashSize {
			return nil, errors.New("malformed hash")
		}
		var h tlog.Hash
		copy(h[:], r)
		out = append(out, h)
	}
	return out, nil
}

func check(c testCase) error {
	tree, err := openAt(c.Note, c.Origin, c.Vkeys, c.Keys)
	if err != nil {
		return err
	}
	proof, err := hashes(c.Proof)
	if err != nil {
		return err
	}
	if c.Kind == "record" {
		return tlog.CheckRecord(proof, tree.N, tree.Hash, c.Index, tlog.RecordHash(c.Leaf))
	}
	old, err := openAt(c.OldNote, c.Origin, c.Vkeys, c.Keys)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}

func raw(in []tlog.Hash) [][]byte {
	out := [][]byte{}
	for i := range in {
		out = append(out, append([]byte(nil), in[i][:]...))
	}
	return out
}

// makeLog writes the whole log as x/mod would: roots and notes of every size, all record proofs of the last, all tree proofs to it.
func makeLog(c testCase) (v verdict, err error) {
	signer, err := note.NewSigner(c.Skey)
	if err != nil {
		return v, err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	for i, leaf := range c.Leaves {
		added, err := tlog.StoredHashes(int64(i), leaf, reader)
		if err != nil {
			return v, err
		}
		stored = append(stored, added...)
		root, err := tlog.TreeHash(int64(i+1), reader)
		if err != nil {
			return v, err
		}
		text := fmt.Sprintf("%s\n%d\n%s\n", c.Origin, i+1, root)
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			return v, err
		}
		v.Roots = append(v.Roots, append([]byte(nil), root[:]...))
		v.Notes = append(v.Notes, string(signed))
	}
	size := int64(len(c.Leaves))
	for i := int64(0); i < size; i++ {
		record, err := tlog.ProveRecord(size, i, reader)
		if err != nil {
			return v, err
		}
		tree, err := tlog.ProveTree(size, i+1, reader)
		if err != nil {
			return v, err
		}
		v.Records = append(v.Records, raw(record))
		v.Trees = append(v.Trees, raw(tree))
	}
	return v, nil
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	verdicts := []verdict{}
	for _, c := range cases {
		var v verdict
		var err error
		switch c.Kind {
		case "make":
			v, err = makeLog(c)
		case "record", "tree":
			err = check(c)
		default:
			err = errors.New("unknown kind")
		}
		v.OK = err == nil
		if err != nil {
			v.Reason = err.Error()
		}
		verdicts = append(verdicts, v)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		os.Exit(2)
	}
}
