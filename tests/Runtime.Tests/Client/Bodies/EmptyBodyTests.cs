namespace RouteGen.Tests.Client;

/// <summary>A body of unknown length that a probe finds to be empty.</summary>
public sealed class EmptyBodyTests
{
    private readonly FakeBackend _backend = new();

    // Where the call fails after the probe. The first row does not fail.
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["nowhere"] = new(),
        ["plan"] = new(WhenRead: static (request, _) => request.Host = "a b\r\n"),
        ["token"] = new(WhenRead: static (_, source) => source.Cancel()),
        ["GetConn"] = new(new ClientTrace { GetConn = static _ => throw new InvalidOperationException("GetConn") }),
        ["GotConn"] = new(new ClientTrace { GotConn = static _ => throw new InvalidOperationException("GotConn") }),
        ["dial"] = new(new ClientTrace { ConnectStart = static (_, _) => throw new InvalidOperationException("dial") }),
    };

    public static TheoryData<string, bool> Rows()
    {
        var rows = new TheoryData<string, bool>();
        foreach (var row in s_rows.Keys)
        {
            rows.Add(row, false);
            rows.Add(row, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Empty_body_is_disposed_once_wherever_its_call_fails(string row, bool disposeFails)
    {
        using var transport = new Transport { Backend = _backend };
        using var source = new CancellationTokenSource();
        Request? request = null;
        var (trace, whenRead) = s_rows[row];
        var body = new EmptyBody(disposeFails, () => whenRead?.Invoke(request!, source));
        request = new Request("DELETE", "http://127.0.0.1:80/", body);
        trace?.AddTo(request.Context);
        var call = transport.RoundTripAsync(request, source.Token).AsTask();
        if (row == "nowhere" && !disposeFails)
        {
            await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
            Assert.DoesNotContain("Transfer-Encoding", _backend.Conn(0).Sent, StringComparison.Ordinal);
            _backend.Conn(0).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
            Assert.Equal(204, (await call.WaitAsync(Wait.Limit)).StatusCode);
        }
        else
        {
            var failure = await Record.ExceptionAsync(() => call.WaitAsync(Wait.Limit));
            Assert.NotNull(failure);
            if (disposeFails) Assert.Equal("of the dispose", Assert.IsType<InvalidDataException>(failure).Message);
        }

        Assert.Equal(1, body.DisposeCount);
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    private sealed record Row(ClientTrace? Trace = null, Action<Request, CancellationTokenSource>? WhenRead = null);

    private sealed class EmptyBody(bool disposeFails, Action whenRead) : Body
    {
        private int _disposeCount;

        internal int DisposeCount => Volatile.Read(ref _disposeCount);

        public override int Read(Span<byte> buffer)
        {
            whenRead();
            return 0;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref _disposeCount);
            base.Dispose(disposing);
            if (disposeFails) throw new InvalidDataException("of the dispose");
        }
    }
}
