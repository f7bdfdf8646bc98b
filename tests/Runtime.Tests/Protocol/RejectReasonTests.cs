using RouteGen;

namespace Runtime.Tests.Protocol;

public sealed class RejectReasonTests
{
    // Reached by tests that say more than a row can: RequestHeadTests and BodyDecoderTests, on the end of the connection; the
    // client's tests, on several answers in a row; RefusedTests, on time limits.
    private static readonly RejectReason[] s_reachedElsewhere =
        [RejectReason.IncompleteHead, RejectReason.IncompleteBody, RejectReason.TooManyInformationalResponses,
            RejectReason.MalformedContentCoding, RejectReason.BytesBehindConnect,
            RejectReason.SilentContentCoding, RejectReason.HeadTimedOut, RejectReason.BodyTimedOut, RejectReason.RequestLineTooLong];

    [Fact]
    public void Every_reason_is_reached_by_a_case()
    {
        var reached = new HashSet<RejectReason>(s_reachedElsewhere);
        foreach (var row in RequestCases.Rejected) reached.Add((RejectReason)row[^1]);
        foreach (var row in ResponseCases.Rejected) reached.Add((RejectReason)row[^1]);
        foreach (var row in BodyCases.Rejected) reached.Add((RejectReason)row[^1]);
        Assert.Empty(Enum.GetValues<RejectReason>().Except(reached).Except([RejectReason.None]));
    }

    [Fact]
    public void Every_reason_has_an_answer_and_a_sentence_of_its_own()
    {
        var sentences = new HashSet<string>();
        foreach (var reason in Enum.GetValues<RejectReason>())
        {
            Assert.Contains(RejectReasons.ResponseTo(reason).Status, (int[])[400, 408, 414, 417, 431, 501, 505]);
            Assert.True(sentences.Add(RejectReasons.Describe(reason)), reason.ToString());
            Assert.EndsWith(".", RejectReasons.Describe(reason), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(RejectReasons.Describe((RejectReason)int.MaxValue), sentences);
    }
}
