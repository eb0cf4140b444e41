// Program FOLDER [MICROSECONDS [WORD]]: Go's crypto/x509 and what is below it, with the rows and lines of
// ../peer.c; Program version: what it is.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

const batches = 5

var (
	folder  string
	batchNs = 2e6
	word    string
	now     = time.Unix(1767225600, 0) // 2026-01-01
)

// The collector works on other threads, and is not counted.
func cpuNs() float64 {
	var t syscall.Timespec
	const threadCPU = 3
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadCPU, uintptr(unsafe.Pointer(&t)), 0)
	return float64(t.Nano())
}

func read(name string) []byte {
	bytes, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil
	}
	return bytes
}

func printTimes(row string, times []float64) {
	sort.Float64s(times)
	fmt.Printf("%s\t%.1f\t%.1f\n", row, times[len(times)/2], times[0])
}

func measure(row string, isRight bool, run func() bool) {
	if !strings.Contains(row, word) {
		return
	}
	if run() != isRight {
		fmt.Printf("%s\t-\tanswers wrongly\n", row)
		return
	}
	batch := func(operations int) float64 {
		start := cpuNs()
		for i := 0; i < operations; i++ {
			run()
		}
		return cpuNs() - start
	}
	operations := 1
	for batch(operations) < batchNs/2 {
		operations *= 2
	}
	times := make([]float64, batches)
	for i := range times {
		times[i] = batch(operations) / float64(operations)
	}
	printTimes(row, times)
}

func verify(key any, name string, message, signature []byte) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		digest := sha256.Sum256(message)
		return rsa.VerifyPKCS1v15(k, crypto.SHA256, digest[:], signature) == nil
	case *ecdsa.PublicKey:
		var digest []byte
		switch name {
		case "p256":
			d := sha256.Sum256(message)
			digest = d[:]
		case "p384":
			d := sha512.Sum384(message)
			digest = d[:]
		default:
			d := sha512.Sum512(message)
			digest = d[:]
		}
		return ecdsa.VerifyASN1(k, digest, signature)
	case ed25519.PublicKey:
		return ed25519.Verify(k, message, signature)
	}
	return false
}

func measureSignature(name string) {
	info, message, signature := read(name+"-0.key"), read(name+"-0.msg"), read(name+"-0.sig")
	prepared, err := x509.ParsePKIXPublicKey(info)
	if err != nil {
		return
	}
	measure("verify "+name+" cold", true, func() bool {
		key, err := x509.ParsePKIXPublicKey(info)
		return err == nil && verify(key, name, message, signature)
	})
	measure("verify "+name+" prepared", true, func() bool { return verify(prepared, name, message, signature) })
}

func numbered(prefix string) [][]byte {
	var list [][]byte
	for i := 0; ; i++ {
		der := read(fmt.Sprintf("%s-%d.der", prefix, i))
		if der == nil {
			return list
		}
		list = append(list, der)
	}
}

func pool(ders [][]byte) *x509.CertPool {
	p := x509.NewCertPool()
	for _, der := range ders {
		if c, err := x509.ParseCertificate(der); err == nil {
			p.AddCert(c)
		}
	}
	return p
}

func judge(roots *x509.CertPool, chain [][]byte) bool {
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return false
	}
	_, err = leaf.Verify(x509.VerifyOptions{
		DNSName: "host.example", Intermediates: pool(chain[1:]), Roots: roots, CurrentTime: now,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	return err == nil
}

func measureThreads(row string, count int, run func() bool) {
	if !strings.Contains(row, word) {
		return
	}
	start := cpuNs()
	run()
	operations := int(2*batchNs/(cpuNs()-start)) + 1
	times := make([]float64, batches)
	for i := range times {
		var group sync.WaitGroup
		begin := time.Now()
		for t := 0; t < count; t++ {
			group.Add(1)
			go func() {
				for i := 0; i < operations; i++ {
					run()
				}
				group.Done()
			}()
		}
		group.Wait()
		times[i] = float64(time.Since(begin).Nanoseconds()) / float64(count*operations)
	}
	printTimes(row, times)
}

func measureChain(name string) {
	chain := numbered(name)
	roots := [][]byte{read(name + "-root.der")}
	measure("parse leaf "+name, true, func() bool {
		_, err := x509.ParseCertificate(chain[0])
		return err == nil
	})
	one := pool(roots)
	many := pool(append(roots, numbered("roots")...))
	run := func() bool { return judge(one, chain) }
	measure("chain "+name+", 1 root, cold", true, run)
	measureThreads("chain "+name+", 1 thread", 1, run)
	measureThreads("chain "+name+", 2 threads", 2, run)
	measure("chain "+name+", 145 roots, cold", true, func() bool { return judge(many, chain) })
}

func giveUp(row, name string) {
	chain := numbered(name)
	roots := pool([][]byte{read(name + "-root.der")})
	measure(row, false, func() bool { return judge(roots, chain) })
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: PROGRAM FOLDER [MICROSECONDS [WORD]] | version")
		os.Exit(2)
	}
	if os.Args[1] == "version" {
		fmt.Printf("Go\t%s\n", runtime.Version())
		return
	}
	runtime.LockOSThread()
	folder = os.Args[1]
	if len(os.Args) > 2 {
		if us, err := strconv.ParseFloat(os.Args[2], 64); err == nil {
			batchNs = us * 1e3
		}
	}
	if len(os.Args) > 3 {
		word = os.Args[3]
	}
	for _, name := range []string{"rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "ed25519"} {
		measureSignature(name)
	}
	kibibyte := make([]byte, 1024)
	measure("sha256 of 1 KiB", true, func() bool {
		digest := sha256.Sum256(kibibyte)
		return digest[0] != 0 || digest[1] != 0 || digest[2] != 0
	})
	measure("sha384 of 1 KiB", true, func() bool {
		digest := sha512.Sum384(kibibyte)
		return digest[0] != 0 || digest[1] != 0 || digest[2] != 0
	})
	measure("sha512 of 1 KiB", true, func() bool {
		digest := sha512.Sum512(kibibyte)
		return digest[0] != 0 || digest[1] != 0 || digest[2] != 0
	})
	for _, name := range []string{"rsa2048", "p256", "mix"} {
		measureChain(name)
	}
	for layers := 2; layers <= 6; layers += 2 {
		giveUp(fmt.Sprintf("give up on %d layers of 12", layers), fmt.Sprintf("layers%d", layers))
		giveUp(fmt.Sprintf("give up, anchor reachable, %d layers", layers), fmt.Sprintf("namesake%d", layers))
	}
}
