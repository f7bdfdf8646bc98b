using RouteGen;

namespace Runtime.Tests.Messages;

/// <summary>Bodies that own another body or stream dispose it once, synchronously or not.</summary>
public sealed class WrappedBodyTests
{
    private static readonly Dictionary<string, Func<Inner, Task<Body>>> s_wrappers = new()
    {
        [nameof(StreamBody)] = static inner => Task.FromResult((Body)new StreamBody(inner, 1)),
        [nameof(LimitedBody)] = static inner => Task.FromResult((Body)new LimitedBody(inner, default)),
        [nameof(MaxBytesBody)] = static inner => Task.FromResult(Http.MaxBytesReader(new ResponseRecorder(), inner, 9)),
        [nameof(ProbedBody)] = static async inner => (await ProbedBody.ProbeAsync(inner, CancellationToken.None))!,
    };

    public static TheoryData<string, bool> Rows()
    {
        var rows = new TheoryData<string, bool>();
        foreach (var wrapper in s_wrappers.Keys)
        {
            rows.Add(wrapper, false);
            rows.Add(wrapper, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Inner_body_is_disposed_once(string wrapper, bool isAsync)
    {
        var inner = new Inner();
        var body = await s_wrappers[wrapper](inner);
        if (isAsync) await body.DisposeAsync();
        else body.Dispose();
        Assert.Equal(1, inner.DisposeCount);
    }

    private sealed class Inner : Body
    {
        internal int DisposeCount { get; private set; }

        public override int Read(Span<byte> buffer) => 1;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(1);

        protected override void Dispose(bool disposing)
        {
            DisposeCount++;
            base.Dispose(disposing);
        }
    }
}
