using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace LoadClient.Chaos;

/// <summary>Reads the responses of a connection, and finds out whether each is its request's.</summary>
internal sealed class ResponseReader
{
    private readonly ChaosLoad _load;
    private readonly WireReader _reader;
    private readonly Progress _progress;

    // Since the batch began.
    private readonly Stopwatch _elapsed = new();

    // The request before this one on the connection, whose response was of a kind that may end the connection.
    private Plan? _last;
    private bool _mayEnd;

    internal ResponseReader(ChaosLoad load, Socket socket, Progress progress)
    {
        _load = load;
        _progress = progress;
        _reader = new WireReader(socket, () => Current, progress.Made);
    }

    // Whether all of the batch was sent.
    private Task<bool> _sending = Task.FromResult(true);

    // The requests behind it on the connection, which were sent with it.
    private List<Plan> _behind = [];

    /// <summary>The request whose response is read.</summary>
    internal Plan? Current { get; private set; }

    /// <summary>Reads the responses of a batch; false: the connection is of no use any more.</summary>
    internal async Task<bool> ReadAsync(Batch batch, Task<bool> sending)
    {
        _sending = sending;
        _elapsed.Restart();
        for (var index = 0; index < batch.ReadCount; index++)
        {
            var plan = Current = batch.Plans[index];
            _behind = batch.Plans[(index + 1)..];
            if (!await ReadOneAsync(plan, batch.MustComplete(plan)))
            {
                _load.CountCut(batch.Plans.Count - index - 1);
                return false;
            }

            _last = plan;
            _mayEnd = plan.MayEndConnection;
        }

        if (batch.Fault == ClientFault.None)
        {
            if (_reader.HasUnread) throw Faults.Report(FaultKind.Foreign, Current, $"'{_reader.Unread}' follows the last response");
            return true;
        }

        _load.CountCut(batch.Plans.Count - batch.ReadCount);
        if (batch.Fault is ClientFault.HalfClose or ClientFault.Truncate) await ReadEndAsync();
        return false;
    }

    // False: nothing may follow.
    private async Task<bool> ReadOneAsync(Plan plan, bool mustComplete)
    {
        var state = "before the response";
        try
        {
            if (plan.Kind == Kind.Misuse) return await ReadMisusedAsync(plan);
            var head = await _reader.ReadHeadAsync();
            while (head is { Status: >= 100 and < 200 and not 101 })
            {
                CheckOwner(plan, head);
                head = await _reader.ReadHeadAsync();
            }

            // The end before the response, behind one whose request was not read to its end, say.
            if (head is null)
                return EndsEarly(
                    plan, mustComplete && !_mayEnd && !await IsCutFromBehindAsync(), "the connection ended before the response");
            CheckOwner(plan, head);
            state = $"in '{head.StartLine}'";
            if (plan.IsTakenOver && head.Status == RouteGen.Status.SwitchingProtocols) return await ReadTakenOverAsync(plan, mustComplete);
            await ReadBodyAsync(plan, head);
            // A proxy whose pooled connection has ended cannot send a body that streams again, as Go. ChaosRun limits their number.
            if (head.Status == RouteGen.Status.BadGateway && plan.IsSentOn && mustComplete) _load.CountUnsent();
            else if (head.Status >= 400 && mustComplete) Faults.Report(FaultKind.Lost, plan, $"the response is '{head.StartLine}'");
            _load.CountAnswered();
            if (plan.Kind == Kind.Kept) _load.Kept.Use(plan);
            return !head.Closes;
        }
        catch (WireEndException end)
        {
            var isExcused = state.StartsWith("before", StringComparison.Ordinal) && _mayEnd;
            return EndsEarly(
                plan, mustComplete && !isExcused && !await IsResetFromBehindAsync(end), $"the connection ended {state}: {end.Message}");
        }
    }

    private bool EndsEarly(Plan plan, bool isFault, string text)
    {
        if (isFault) Faults.Report(FaultKind.Lost, plan, $"{text}; {DescribePlace()}");
        _load.CountCut(1);
        return false;
    }

    // A handler behind this request dropped the connection, or cut it more than half a second before this client read so far: the reset
    // destroys what the client has not read yet. The kernel tells a reset once, to the one that sends or to the one that reads.
    private async Task<bool> IsResetFromBehindAsync(WireEndException end) =>
        end.IsReset ? _behind.Exists(static plan => plan.MayEndConnection) : await IsCutFromBehindAsync();

    // As a reader that was not told sees it: the end of the stream.
    private async Task<bool> IsCutFromBehindAsync() => _behind.Exists(static plan => plan.MayEndConnection) && !await _sending;

    private string DescribePlace() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_elapsed.ElapsedMilliseconds} ms after its batch began, sent: {_sending.IsCompletedSuccessfully && _sending.Result}; before "
            + $"it: {_last?.ToString() ?? "nothing"}; behind it: {string.Join("; ", _behind)}");

    private static void CheckOwner(Plan plan, WireHead head)
    {
        var id = plan.Id.ToString(CultureInfo.InvariantCulture);
        if (head.Get("X-Kept") is { } kept)
            throw Faults.Report(FaultKind.Foreign, plan, $"the response has a field of request {kept}, set after that one's end");
        var own = head.Get("X-Id");
        // The server's own responses, to what failed, do not say whose they are.
        if (own != id && (own is not null || head.Status is 200 or 203 or 101))
            throw Faults.Report(FaultKind.Foreign, plan, $"the response '{head.StartLine}' is that of '{own}'");
    }

    private async Task ReadBodyAsync(Plan plan, WireHead head)
    {
        var isForwarded = head.Status == 203;
        var check = head.Status is 200 or 203
            ? new PatternCheck(
                plan, isForwarded ? 'u' : plan.ReplyTag, isForwarded ? plan.ReplyLength : plan.ExpectedLength, "body of the response")
                    : null;
        var body = new WireBody(_reader, head);
        await body.ReadAllAsync(check);
        if (body.Trailer?.Get("X-Tail") is { } tail && tail != plan.Id.ToString(CultureInfo.InvariantCulture))
            throw Faults.Report(FaultKind.Foreign, plan, $"the response has the trailer of {tail}");
        if (body.Trailer?.Get("X-Kept") is { } kept) throw Faults.Report(FaultKind.Foreign, plan, $"the response has a trailer of {kept}");
    }

    // Everything up to the end is the request's own bytes.
    private async Task<bool> ReadTakenOverAsync(Plan plan, bool mustComplete)
    {
        var check = new PatternCheck(plan, plan.ReplyTag, plan.ExpectedLength, "bytes from a hijacked connection");
        while (await _reader.ReadSomeAsync(int.MaxValue) is { IsEmpty: false } part) check.Take(part.Span);
        if (mustComplete) check.End();
        _load.CountAnswered();
        return false;
    }

    // Two writers at once may spoil their own response, and it is cut in any case. They may not spoil another.
    private async Task<bool> ReadMisusedAsync(Plan plan)
    {
        var check = new PatternCheck(plan, plan.ReplyTag, plan.ExpectedLength, "response to misuse");
        while (await _reader.ReadSomeAsync(int.MaxValue) is { IsEmpty: false } part)
        {
            if (check.IsForeign(part.Span)) throw Faults.Report(FaultKind.Foreign, plan, "another's bytes are in the response");
        }

        _load.CountCut(1);
        return false;
    }

    private async Task ReadEndAsync()
    {
        try
        {
            var rest = await _reader.ReadSomeAsync(int.MaxValue);
            if (!rest.IsEmpty) throw Faults.Report(FaultKind.Foreign, Current, "something follows the last response");
        }
        catch (WireEndException)
        {
            // A reset ends it as well.
        }
        finally
        {
            _progress.Made();
        }
    }
}
