using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

/// <summary>Feeds a head to its parser in every way in which it can arrive.</summary>
internal static class HeadDriver
{
    // The parser is shown copies, so that whatever it keeps of an earlier call is stale.
    internal static ParseStatus Feed(MessageHead head, byte[] bytes, int headBytesMax, int fieldCountMax, params ReadOnlySpan<int> ends)
    {
        head.Reset();
        var status = ParseStatus.NeedMore;
        foreach (var end in ends)
        {
            Assert.Equal(ParseStatus.NeedMore, status);
            status = head.Parse(bytes[..end], headBytesMax, fieldCountMax);
        }

        return status;
    }

    /// <summary>Accepted whole, byte by byte, in every split into two, with bytes behind it; every proper prefix needs more.</summary>
    internal static void CheckAccepted<THead>(
        THead head, byte[] bytes, int headBytesMax, int fieldCountMax, Func<THead, string> describe, string expected)
        where THead : MessageHead
    {
        var all = bytes.Length;
        CheckDone(head, Feed(head, bytes, headBytesMax, fieldCountMax, all), all, describe, expected);
        for (var split = 0; split < all; split++)
        {
            Assert.Equal(ParseStatus.NeedMore, Feed(head, bytes, headBytesMax, fieldCountMax, split));
            Assert.Equal(split, head.Examined);
            CheckDone(head, head.Parse(bytes.ToArray(), headBytesMax, fieldCountMax), all, describe, expected);
        }

        CheckDone(head, Feed(head, bytes, headBytesMax, fieldCountMax, [.. Enumerable.Range(0, all + 1)]), all, describe, expected);
        byte[] more = [.. bytes, .. "\n\0: \r\n\r\n"u8];
        CheckDone(head, Feed(head, more, headBytesMax, fieldCountMax, more.Length), all, describe, expected);
    }

    /// <summary>Rejected whole and byte by byte, for the same reason.</summary>
    internal static void CheckRejected(MessageHead head, byte[] bytes, int headBytesMax, int fieldCountMax, RouteGen.RejectReason reason)
    {
        Assert.Equal(ParseStatus.Rejected, Feed(head, bytes, headBytesMax, fieldCountMax, bytes.Length));
        Assert.Equal(reason, head.Reason);
        head.Reset();
        var status = ParseStatus.NeedMore;
        for (var end = 0; status == ParseStatus.NeedMore && end <= bytes.Length; end++)
            status = head.Parse(bytes[..end], headBytesMax, fieldCountMax);
        Assert.Equal(ParseStatus.Rejected, status);
        Assert.Equal(reason, head.Reason);
    }

    private static void CheckDone<THead>(THead head, ParseStatus status, int length, Func<THead, string> describe, string expected)
        where THead : MessageHead
    {
        Assert.Equal((ParseStatus.Done, RouteGen.RejectReason.None), (status, head.Reason));
        Assert.Equal(length, head.Length);
        Assert.Equal(expected, describe(head));
    }
}
