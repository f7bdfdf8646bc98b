using System.Globalization;
using System.Net.Sockets;
using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>
/// Threads that use a writer and a request in the very instant at which the request ends and its state goes to another one.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class FaceRaceTests
{
    private const int RequestsPerClient = 1_500;
    private const int AttackerCount = 2;

    private (ResponseWriter Writer, Request Request, Body Body, Header Header, string Id)? _leaked;
    private readonly Lock _gate = new();
    private readonly List<string> _faults = [];
    private volatile bool _isOver;

    [Fact]
    public async Task A_leaked_writer_or_request_never_reaches_another_connection()
    {
        await using var server = new ServerFixture(Serve, new ServerOptions { ErrorLog = static _ => { } });
        var attackers = Enumerable.Range(0, AttackerCount).Select(_ => Task.Factory.StartNew(Attack, TaskCreationOptions.LongRunning))
            .ToArray();
        var victims = Task.Factory.StartNew(() => BeVictim(server), TaskCreationOptions.LongRunning);
        var leaking = Task.Factory.StartNew(() => Leak(server), TaskCreationOptions.LongRunning);
        await Task.WhenAll(victims, leaking);
        _isOver = true;
        await Task.WhenAll(attackers);
        Assert.Empty(_faults);
    }

    private void Serve(ResponseWriter w, Request r)
    {
        var id = r.Header.Get("X-Id");
        if (r.Path == "/victim")
        {
            w.Header.Set("X-Victim", id);
            w.Write(r.Body.ReadAllText());
            return;
        }

        lock (_gate) _leaked = (w, r, r.Body, r.Header, id);
    }

    private void Leak(ServerFixture server)
    {
        for (var number = 0; number < RequestsPerClient; number++)
        {
            using var socket = new Socket(
                AddressFamily.InterNetwork, SocketType.Stream,
                ProtocolType.Tcp)
            { ReceiveTimeout = (int)Eventually.Patience.TotalMilliseconds };
            socket.Connect(server.Address);
            socket.Send(
                Encoding.ASCII.GetBytes(
                    $"POST /leak HTTP/1.1\r\nHost: leak\r\nX-Id: {number}-leak\r\nConnection: close\r\nContent-Length: 4\r\n\r\nleak"));
            try
            {
                // What it gets is its own affair: the thread that writes into it is its own.
                var block = new byte[4096];
                while (socket.Receive(block) > 0)
                {
                }
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionReset)
            {
                // It was cut: a read of its body went on behind it.
            }
        }
    }

    private static void BeVictim(ServerFixture server)
    {
        using var client = new RawClient(server.Address, 0);
        for (var number = 0; number < RequestsPerClient; number++)
        {
            var body = new string((char)('a' + (number % 26)), 100 + (number % 300));
            client.Send(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST /victim HTTP/1.1\r\nHost: victim\r\nX-Id: {number}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            var response = client.Read();
            Assert.Equal(
                (200, body, number.ToString(CultureInfo.InvariantCulture)), (response.Status, response.Text, response["X-Victim"]));
            Assert.Null(response["X-Attack"]);
        }
    }

    private void Attack()
    {
        var random = new Random(17);
        var buffer = new byte[16];
        while (!_isOver)
        {
            (ResponseWriter Writer, Request Request, Body Body, Header Header, string Id)? leaked;
            lock (_gate) leaked = _leaked;
            if (leaked is not { } target) continue;
            try
            {
                switch (random.Next(12))
                {
                    case 0: target.Writer.Write("ATTACK"u8); break;
                    case 1: target.Writer.WriteHeader(418); break;
                    case 2: target.Writer.Header.Set("X-Attack", "1"); break;
                    case 3: target.Writer.Flush(); break;
                    case 4: target.Writer.GetSpan(200).Fill((byte)'!'); target.Writer.Advance(100); break;
                    case 5: target.Writer.WriteAsync("ATTACK"u8.ToArray()).AsTask().Wait(); break;
                    case 6: target.Writer.FlushAsync().AsTask().Wait(); break;
                    case 7: Expect("leak", target.Request.Host, "host"); break;
                    case 8: Expect("/leak", target.Request.Path, "path"); break;
                    case 9: Expect(target.Id, target.Header.Get("X-Id"), "field"); break;
                    case 10: target.Request.Method = "LATE"; break;
                    default:
                        var count = target.Body.Read(buffer);
                        Expect("leak"[..count], Encoding.ASCII.GetString(buffer, 0, count), "body");
                        break;
                }
            }
            catch (Exception failure)
            {
                var real = failure is AggregateException { InnerException: { } inner } ? inner : failure;
                if (real is not (InvalidOperationException or IOException)) AddFault(real.ToString());
            }
        }
    }

    private void Expect(string own, string seen, string what)
    {
        if (own != seen) AddFault($"{what}: '{seen}' where '{own}' was sent");
    }

    private void AddFault(string text)
    {
        lock (_gate) if (_faults.Count < 10) _faults.Add(text);
    }
}
