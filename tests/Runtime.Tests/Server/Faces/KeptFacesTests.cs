using System.Reflection;
using System.Text;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

/// <summary>
/// What a handler was given never serves another request: kept, and used while the same pooled state serves somebody else.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class KeptFacesTests
{
    private const int RoundsMax = 500;

    private const string OwnBody =
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nown\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; "
            + "filename=\"own\"\r\n\r\nown\r\n--b--\r\n";

    private const string Foreign =
        "FOREIGN /foreign?foreign=1 HTTP/1.1\r\nHost: foreign.test\r\nX-Own: foreign\r\nContent-Length: 12\r\n\r\nforeign-body";

    private static readonly FieldInfo s_state = typeof(WriterFace).GetField("_state", BindingFlags.NonPublic | BindingFlags.Instance)!;

    private static readonly string s_own = $"POST /own?own=1 HTTP/1.1\r\nHost: own.test\r\nX-Own: own\r\n"
        + $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {OwnBody.Length}\r\n\r\n{OwnBody}";

    private KeptObjects? _kept;
    private TaskCompletionSource? _late;
    private TaskCompletionSource? _mayGoOn;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_public_member_called_late_throws_or_gives_its_own_and_touches_no_other_request(bool isTouched)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Path == "/own")
            {
                _kept = await KeptObjects.TakeAsync(w, r, isTouched);
                w.Write("own");
                return;
            }

            await ServeForeignAsync(w, r);
        });

        for (var round = 0; ; round++)
        {
            Assert.True(round < RoundsMax, "no state was reused: the test says nothing");
            Assert.Equal("own", server.Ask(s_own).Text);
            server.ExpectNoConn();
            (_late, _mayGoOn) = (NewSource(), NewSource());
            using var client = server.Connect();
            client.Send(Foreign);
            await Eventually.Of(_late.Task);
            var isReused = ReferenceEquals(s_state.GetValue(_kept!.Writer), _foreignState);
            try
            {
                if (isReused) await CallAllAsync(_kept);
            }
            finally
            {
                _mayGoOn.SetResult();
            }

            var response = client.Read();
            Assert.Equal((200, "FOREIGN /foreign foreign=1 foreign.test foreign foreign-body"), (response.Status, response.Text));
            Assert.Equal("foreign", response["X-Foreign"]);
            if (isReused) return;
        }
    }

    private object? _foreignState;

    private async Task ServeForeignAsync(ResponseWriter w, Request r)
    {
        _foreignState = s_state.GetValue(w);
        w.Header.Set("X-Foreign", "foreign");
        var lent = w.GetMemory(64);
        Encoding.ASCII.GetBytes($"{r.Method} {r.Path} ").CopyTo(lent);
        _late!.SetResult();
        await _mayGoOn!.Task;
        w.Advance($"{r.Method} {r.Path} ".Length);
        w.Write($"{r.RawQuery} {r.Host} {r.Header.Get("X-Own")} {await r.Body.ReadAllTextAsync()}");
    }

    private static async Task CallAllAsync(KeptObjects kept)
    {
        kept.Lent.Span.Fill((byte)'!');
        foreach (var (type, one) in kept.All)
        {
            var results = await LateCalls.OfAsync(type, one);
            Assert.NotEmpty(results);
            foreach (var (member, text, failure) in results)
            {
                var isExpected = failure is null or ObjectDisposedException or ArgumentException or NotSupportedException or FormatException
                        or BadRequestException or InvalidDataException
                    || (failure is InvalidOperationException or IOException && type != typeof(ResponseWriter) && one is not Request);
                Assert.True(isExpected, $"{member}: {failure}");
                Assert.DoesNotContain("foreign", $"{member}: {text} {failure}", StringComparison.OrdinalIgnoreCase);
                if (type == typeof(ResponseWriter) && member != "ResponseWriter.Unwrap()")
                    Assert.True(failure is ObjectDisposedException or ArgumentException, $"{member} of a kept writer does not throw");
            }
        }

        var rest = new StringBuilder();
        var ended = Record.Exception(() =>
        {
            while (kept.Fields.MoveNext()) rest.Append(kept.Fields.Current);
        });
        Assert.True(ended is null or ObjectDisposedException, $"{ended}");
        Assert.DoesNotContain("foreign", rest.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
