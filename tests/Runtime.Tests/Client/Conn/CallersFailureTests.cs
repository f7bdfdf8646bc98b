using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>
/// Failures of the caller's code during a call, of kinds that the transport itself throws: the body may be that of a served request. The
/// call fails with the same exception, and its request is not sent again.
/// </summary>
public sealed class CallersFailureTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Bodiless = "HTTP/1.1 204 No Content\r\n\r\n";

    private readonly FakeBackend _backend = new();
    private readonly FakeClock _clock = new();

    // Each row throws the given exception from one place.
    private static readonly Dictionary<string, Func<Exception, Row>> s_rows = new()
    {
        ["read of the body"] = static failure => new(new FailingBody { OfRead = failure }),
        ["read of the body, probed"] = static failure => new(new FailingBody { OfRead = failure }, IsProbed: true),
        ["second read of the body"] = static failure => new(new FailingBody { OfSecondRead = failure }),
        ["second read of the body, probed"] = static failure => new(new FailingBody { OfSecondRead = failure }, IsProbed: true),
        ["dispose of the body"] = static failure => new(new FailingBody { OfDispose = failure }),
        ["GetConn"] = static failure => new(Trace: new ClientTrace { GetConn = _ => throw failure }),
        ["GotConn"] = static failure => new(Trace: new ClientTrace { GotConn = _ => throw failure }),
        ["WroteHeaders"] = static failure => new(Trace: new ClientTrace { WroteHeaders = () => throw failure }),
        ["WroteHeaders, before a body"] = static failure =>
            new(new FailingBody(), Trace: new ClientTrace { WroteHeaders = () => throw failure }),
        ["WroteRequest"] = static failure => new(Trace: new ClientTrace { WroteRequest = _ => throw failure }),
        ["WroteRequest, after a body"] = static failure =>
            new(new FailingBody(), Trace: new ClientTrace { WroteRequest = _ => throw failure }),
        ["GotFirstResponseByte"] = static failure => new(Trace: new ClientTrace { GotFirstResponseByte = () => throw failure }),
        ["PutIdleConn"] = static failure => new(Trace: new ClientTrace { PutIdleConn = _ => throw failure }),
    };

    public static TheoryData<string, TransportError, bool> Rows()
    {
        var rows = new TheoryData<string, TransportError, bool>();
        foreach (var place in s_rows.Keys)
        {
            foreach (var error in (TransportError[])[TransportError.TimedOut, TransportError.ConnectionReset])
            {
                rows.Add(place, error, false);
                rows.Add(place, error, true);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task One_reaches_the_caller_unchanged_and_the_request_is_not_sent_again(string place, TransportError error, bool isReused)
    {
        using var transport = new Transport { Backend = _backend, Clock = _clock };
        if (isReused)
        {
            var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
            await UntilSentAsync(0, "\r\n\r\n");
            _backend.Conn(0).Arrive(Bodiless);
            (await first.WaitAsync(Wait.Limit)).Dispose();
        }

        var failure = new TransportException(error, "of the caller");
        var row = s_rows[place](failure);
        // A body of unknown length is probed if requests with the method usually have none.
        var request = new Request(row.Body is null || row.IsProbed ? "GET" : "POST", Url, row.Body) { GetBody = static () => "again" };
        if (row.Body is not null && !row.IsProbed) request.ContentLength = 3;
        request.Header.Set("Idempotency-Key", "k");
        row.Trace?.AddTo(request.Context);
        var earlier = isReused ? _backend.Conn(0).Sent.Length : 0;
        var call = transport.RoundTripAsync(request).AsTask();
        if (place is "GotFirstResponseByte" or "PutIdleConn")
        {
            await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > earlier, "the request was sent");
            _backend.Conn(0).Arrive(Bodiless);
        }

        Assert.Same(failure, await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit)));
        if (row.Body is not null) await Wait.UntilAsync(() => row.Body.DisposeCount == 1, "the body is disposed");
        Assert.True(_backend.Dials.Count <= 1, "The request was sent again.");
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    [Theory]
    [InlineData(TransportError.TimedOut)]
    [InlineData(TransportError.ConnectionReset)]
    public async Task One_of_GetBody_reaches_the_caller_unchanged(TransportError error)
    {
        using var transport = new Transport { Backend = _backend, Clock = _clock };
        var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await UntilSentAsync(0, "\r\n\r\n");
        _backend.Conn(0).Arrive(Bodiless);
        (await first.WaitAsync(Wait.Limit)).Dispose();
        var failure = new TransportException(error, "of the caller");
        var request = new Request("POST", Url, new FailingBody()) { ContentLength = 3, GetBody = () => throw failure };
        request.Header.Set("Idempotency-Key", "k");
        var call = transport.RoundTripAsync(request).AsTask();
        await UntilSentAsync(0, "\r\n\r\nabc");
        _backend.Conn(0).ArriveEnd();
        Assert.Same(failure, await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit)));
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    private Task UntilSentAsync(int conn, string end) => Wait.UntilAsync(
        () => _backend.Dials.Count > conn && _backend.Conn(conn).Sent.EndsWith(end, StringComparison.Ordinal), "the request was sent");

    private sealed record Row(FailingBody? Body = null, ClientTrace? Trace = null, bool IsProbed = false);

    /// <summary>A body of three bytes, which fails in one place.</summary>
    private sealed class FailingBody : Body
    {
        private int _reads;

        internal Exception? OfRead { get; init; }

        internal Exception? OfSecondRead { get; init; }

        internal Exception? OfDispose { get; init; }

        internal int DisposeCount { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var number = ++_reads;
            if (number == 1 && OfRead is not null) throw OfRead;
            if (number == 2 && OfSecondRead is not null) throw OfSecondRead;
            return number == 1 ? Encoding.ASCII.GetBytes("abc", buffer) : 0;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read(buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            DisposeCount++;
            base.Dispose(disposing);
            if (OfDispose is not null) throw OfDispose;
        }
    }
}
