package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void aValueIsTextUnlessItIsHtml() {
        assertThat(Html.of("<p title=\"{}\">{}</p>", "\"a\" & 'b'", Html.of("<b>{}</b>", "<i>"))
                        .markup())
                .isEqualTo("<p title=\"&quot;a&quot; &amp; &#39;b&#39;\"><b>&lt;i&gt;</b></p>");
    }

    @Test
    void aListIsJoinedAndNothingIsWrittenForNull() {
        assertThat(Html.of("{}{}", Arrays.asList(Html.of("<br>"), "<", null), null)
                        .markup())
                .isEqualTo("<br>&lt;");
    }

    @Test
    void aValueIsNeverTakenForAPlace() {
        assertThat(Html.of("{}-{}", "{}", List.of()).markup()).isEqualTo("{}-");
    }

    @Test
    void aTemplateWithTheWrongNumberOfValuesIsAMistake() {
        assertThatThrownBy(() -> Html.of("{}", "a", "b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Html.of("{}{}", "a")).isInstanceOf(IllegalArgumentException.class);
    }
}
