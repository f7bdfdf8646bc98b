using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using RouteGen;
using RouteGen.IO;
using Runtime.Tests.IO;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class ServerNameTests
{
    // What a client asks for, and the certificate that it gets.
    [Theory]
    [InlineData("xn--bcher-kva.test", "xn--bcher-kva.test", "xn--bcher-kva.test")]
    [InlineData("a.wild.test", "a.wild.test", "*.wild.test")]
    [InlineData("A.WILD.test", "A.WILD.test", "*.wild.test")]
    [InlineData("wild.test", "wild.test", "first.test")]
    [InlineData("b.a.wild.test", "b.a.wild.test", "first.test")]
    [InlineData("-lead.test", "-lead.test", "first.test")]
    [InlineData("under_score.wild.test", "under_score.wild.test", "*.wild.test")]
    [InlineData("a.wild.test.", "a.wild.test.", "*.wild.test")]
    [InlineData("127.0.0.1", "", "first.test")]
    [InlineData("", "", "first.test")]
    public async Task A_name_is_looked_up_and_told_as_it_was_sent(string asked, string sent, string served)
    {
        var seen = "none";
        await using var server = Start((_, r) => seen = r.Tls!.ServerName);
        using var stream = server.Connect(asked);
        var subject = stream.RemoteCertificate!.Subject;
        TlsServerFixture.Ask(stream);
        Assert.Equal((sent, "CN=" + served), (seen, subject));
    }

    // Names that no proper client sends. A name that the TLS library itself refuses may end in an alert, which is logged; nothing else may
    // happen.
    [Theory]
    [InlineData("-", true)]
    [InlineData(".", true)]
    [InlineData("a..b", true)]
    [InlineData("xn--", true)]
    [InlineData("xn--99999999", true)]
    [InlineData("xn--a-\u00FC", true)]
    [InlineData("a b", true)]
    [InlineData("%00", true)]
    [InlineData("[::1]", true)]
    [InlineData("::1", true)]
    [InlineData("fe80::1%eth0", true)]
    [InlineData("127.1", true)]
    [InlineData("\u00FC", true)]
    [InlineData("\u00FF\u00FE", true)]
    [InlineData("a\0b", false)]
    [InlineData("", false)]
    public async Task A_name_that_is_none_gets_the_first_certificate(string name, bool isServed)
    {
        await using var server = Start((_, _) => { });
        var hello = WithName(await CaptureAsync("first.test", SslProtocols.Tls12), Encoding.Latin1.GetBytes(name));
        var answer = Exchange(server, hello);
        if (isServed) Assert.True(answer.AsSpan().IndexOf(s_first.RawData) >= 0, "the certificate was not sent");
        // The handshake does not go on.
        server.TakeLog("TLS handshake error");
    }

    [Fact]
    public async Task A_name_of_any_length_is_answered()
    {
        await using var server = Start((_, _) => { });
        var captured = await CaptureAsync("first.test", SslProtocols.Tls12);
        foreach (var length in new[] { 63, 64, 253, 255, 256, 4000, 10_000 })
        {
            var answer = Exchange(server, WithName(captured, Encoding.ASCII.GetBytes(new string('a', length))));
            if (length <= 255) Assert.True(answer.AsSpan().IndexOf(s_first.RawData) >= 0, $"{length}");
            server.TakeLog("TLS handshake error");
        }
    }

    [Fact]
    public async Task A_name_is_found_however_the_hello_is_cut()
    {
        var hello = await CaptureAsync("first.test", SslProtocols.None);
        Assert.Equal((true, "first.test"), Read(hello));
        // At any byte it has not arrived.
        for (var length = 0; length < hello.Length; length++) Assert.Equal((false, ""), Read(hello[..length]));
        // In records of any size.
        foreach (var size in new[] { 1, 2, 3, 4, 5, 7, 64, 100, 511 })
        {
            var cut = InRecordsOf(hello, size);
            var reader = default(ClientHelloReader);
            var name = "";
            var count = 0;
            while (!reader.TryRead(cut.AsSpan(0, count), out name)) count++;
            Assert.Equal((size, cut.Length, "first.test"), (size, count, name));
        }
    }

    [Fact]
    public async Task A_broken_hello_has_no_name_and_throws_nothing()
    {
        var hello = await CaptureAsync("first.test", SslProtocols.None);
        var random = new Random(9);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. hello];
            for (var change = 0; change < 3; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var (_, name) = Read(bytes);
            Assert.DoesNotContain(name, static letter => letter is < '!' or > '~');
        }
    }

    [Fact]
    public void A_hello_without_an_end_is_given_up()
    {
        // One record after another, each with one byte of a message of 16 MB.
        var bytes = new List<byte> { 22, 3, 1, 0, 4, 1, 255, 255, 255 };
        var reader = default(ClientHelloReader);
        var isRead = false;
        while (!isRead && bytes.Count < 1 << 20)
        {
            isRead = reader.TryRead(bytes.ToArray(), out var name);
            Assert.Equal("", name);
            bytes.AddRange([22, 3, 1, 0, 200]);
            bytes.AddRange(new byte[200]);
        }

        Assert.InRange(bytes.Count, ClientHelloReader.BytesMax, ClientHelloReader.BytesMax + 1024);
    }

    // What this client sends: the name without the dot of a full name, and none for an address (RFC 6066 section 3).
    [Theory]
    [InlineData("localhost.", "localhost")]
    [InlineData("a.localhost.", "a.localhost")]
    [InlineData("b\u00FCcher.test", "xn--bcher-kva.test")]
    [InlineData("-lead.test", "-lead.test")]
    [InlineData("under_score.test", "under_score.test")]
    [InlineData("127.0.0.1", "")]
    [InlineData("[::1]", "")]
    [InlineData("[fe80::1%25eth0]", "")]
    public async Task A_client_asks_for_a_name_that_the_rules_allow(string host, string expected)
    {
        using var listener = Listen();
        using var transport = new Transport
        {
            DialContext = async (_, _, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(listener.LocalEndPoint!, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var call = transport.RoundTripAsync(new Request("GET", $"https://{host}/")).AsTask();
        using (var accepted = await listener.AcceptAsync().Within())
            Assert.Equal((true, expected), Read(await ReceiveHelloAsync(accepted)));
        await Assert.ThrowsAsync<TransportException>(() => call.Within());
    }

    private static readonly System.Security.Cryptography.X509Certificates.X509Certificate2 s_first = TestCertificate.Make("first.test");

    private static TlsServerFixture Start(HandlerFunc handler)
    {
        using var idn = TestCertificate.Make("xn--bcher-kva.test");
        using var wild = TestCertificate.Make("*.wild.test");
        return new TlsServerFixture(handler, certificates: new TlsCertificates().Add(s_first).Add(idn).Add(wild));
    }

    private static (bool IsRead, string Name) Read(byte[] bytes)
    {
        var reader = default(ClientHelloReader);
        var isRead = reader.TryRead(bytes, out var name);
        return (isRead, name);
    }

    private static byte[] Exchange(TlsServerFixture server, byte[] hello)
    {
        using var socket = server.ConnectPlain();
        socket.Send(hello);
        socket.Shutdown(SocketShutdown.Send);
        var answer = new List<byte>();
        var buffer = new byte[4096];
        while (
            socket.Receive(buffer, 0, buffer.Length, SocketFlags.None, out var error) is > 0 and var count && error == SocketError.Success)
            answer.AddRange(buffer.AsSpan(0, count));
        return [.. answer];
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        return listener;
    }

    private static async Task<byte[]> CaptureAsync(string name, SslProtocols version)
    {
        using var listener = Listen();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
        using var accepted = await listener.AcceptAsync();
        using var stream = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);
        var handshake = stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = name, EnabledSslProtocols = version });
        var hello = await ReceiveHelloAsync(accepted);
        accepted.Dispose();
        await Assert.ThrowsAnyAsync<IOException>(() => handshake.Within());
        return hello;
    }

    private static async Task<byte[]> ReceiveHelloAsync(Socket accepted)
    {
        var hello = new byte[8192];
        var count = 0;
        do count += await accepted.ReceiveAsync(hello.AsMemory(count));
        while (count < 5 || count < 5 + (hello[3] * 256) + hello[4]);
        return hello[..count];
    }

    // The hello with another name: five lengths stand around it.
    private static byte[] WithName(byte[] hello, byte[] name)
    {
        var old = "first.test"u8;
        var start = hello.AsSpan().IndexOf(old);
        byte[] changed = [.. hello.AsSpan(0, start), .. name, .. hello.AsSpan(start + old.Length)];
        var added = name.Length - old.Length;
        // Of the name, of the list, of the extension, of the record, of the message.
        foreach (var position in new[] { start - 2, start - 5, start - 7, 3, 7 }) Add(changed, position, added);
        // Of all extensions: behind version, random, session, suites and compressions.
        var at = 5 + 4 + 2 + 32;
        at += 1 + changed[at];
        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(changed.AsSpan(at));
        at += 1 + changed[at];
        Add(changed, at, added);
        return changed;

        static void Add(byte[] bytes, int position, int count) =>
            BinaryPrimitives.WriteUInt16BigEndian(
                bytes.AsSpan(position), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(position)) + count));
    }

    private static byte[] InRecordsOf(byte[] hello, int size)
    {
        var records = new List<byte>();
        foreach (var part in hello.Skip(5).Chunk(size)) records.AddRange([22, 3, 1, (byte)(part.Length >> 8), (byte)part.Length, .. part]);
        return [.. records];
    }
}
